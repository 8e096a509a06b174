/** What a subcommand of span53 is. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  /** Runs it; the result is the exit code: 0 done, 1 failed, 2 bad usage. Undefined: the process ends by itself. */
  run(args: readonly string[]): Promise<number | undefined>;
}

/** Says what is wrong with the arguments. */
export function usageError(command: Pick<Command, 'name' | 'usage'>, problem: string): number {
  process.stderr.write(`span53 ${command.name}: ${problem}\nusage: span53 ${command.name} ${command.usage}\n`);
  return 2;
}
