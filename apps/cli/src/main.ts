#!/usr/bin/env node
/** The span53 command: finds the subcommand and runs it. */
import { asksForHelp, helpText } from './command.ts';
import { commands } from './commands/index.ts';
import { replaceOldWord } from './commands/old-words.ts';
import { VERSION } from './version.ts';

// `span53 dig | head`: who reads no further wants no more. A server, or the lab, stops as it does by any signal.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.kill(process.pid, 'SIGTERM');
});

const [name = '--help', ...args] = replaceOldWord(process.argv.slice(2));

function help(): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return `span53 ${VERSION}: the DNS chain that shows its work\n\nusage: span53 COMMAND [...]\n\n${lines.join('\n')}\n`;
}

const entry = commands.find((each) => each.name === name);
if (entry !== undefined) {
  const command = await entry.load();
  if (command.ownHelp !== true && asksForHelp(args)) process.stdout.write(helpText(command, entry.summary));
  else {
    const code = await command.run(args);
    if (code !== undefined) process.exitCode = code;
  }
} else if (name === '--version') {
  process.stdout.write(`span53 ${VERSION}\n`);
} else if (name === '--help' || name === '-h' || name === 'help') {
  process.stdout.write(help());
} else {
  process.stderr.write(`span53: no command ${JSON.stringify(name)}\n\n${help()}`);
  process.exitCode = 2;
}
