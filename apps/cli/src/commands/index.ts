/** All subcommands, in the order of `span53 --help`. */
import type { Command } from '../command.ts';
import { check } from './check.ts';
import { dig } from './dig.ts';
import { servers } from './servers.ts';
import { trace } from './trace.ts';
import { up } from './up.ts';

export const commands: readonly Command[] = [up, dig, trace, check, ...servers];
