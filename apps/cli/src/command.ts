/** What a subcommand of span53 is. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  /** Lines below the usage in `--help`. */
  readonly details?: readonly string[];
  /** It prints its own `--help`. */
  readonly ownHelp?: boolean;
  /** Runs it; the result is the exit code: 0 done, 1 failed, 2 bad usage. Undefined: the process ends by itself. */
  run(args: readonly string[]): Promise<number | undefined>;
}

/** Whether the arguments ask for help: `--` ends the options. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === '--help' || arg === '-h');
}

/** What `span53 COMMAND --help` prints. */
export function helpText(command: Command, summary: string): string {
  const details = (command.details ?? []).map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('');
  const lines = `span53 ${command.name}: ${summary}\n\nusage: span53 ${command.name} ${command.usage}\n`;
  return details === '' ? lines : `${lines}\n${details}`;
}

/** Says what is wrong with the arguments. */
export function usageError(command: Pick<Command, 'name' | 'usage'>, problem: string): number {
  process.stderr.write(`span53 ${command.name}: ${problem}\nusage: span53 ${command.name} ${command.usage}\n`);
  return 2;
}
