/** packages/dns beside dns-packet and named-checkzone: `npm run bench -- dns`, or one part of it.
 *
 *      node --conditions=@span53/source bench/src/dns/main.ts [PART] [quick]
 *
 *  Prints medians of alternating rounds; nothing is asserted, machines differ. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { calibration, inTurns, memoryChase } from '../turns.ts';
import { benchNames, benchNetmasks } from './lookups.ts';
import { benchMessages } from './messages.ts';
import { formatRows, type Row } from './row.ts';
import { benchZoneFiles } from './zone-files.ts';

const isQuick = process.argv.includes('quick');
const rounds = isQuick ? 5 : 41;
const parts: Record<string, () => Row[]> = {
  messages: () => benchMessages(rounds),
  names: () => benchNames(rounds),
  netmasks4: () => benchNetmasks('IPv4', rounds),
  netmasks6: () => benchNetmasks('IPv6', rounds),
  sites6: () => benchNetmasks('IPv6 sites of 20,000 providers', rounds),
  zones: () => benchZoneFiles(isQuick ? 200_000 : 1_000_000, isQuick ? 1 : 3),
};

const chosen = process.argv.slice(2).find((word) => word in parts);
if (chosen === undefined) console.log(benchAll());
else console.log(JSON.stringify(parts[chosen]!()));

/** Each part in a process of its own: what one leaves on the heap is not the next one's cost. */
function benchAll(): string {
  const script = fileURLToPath(import.meta.url);
  const { steps, chase } = inTurns({ steps: calibration, chase: memoryChase() }, rounds);
  const rows = Object.keys(parts).flatMap((part) => {
    const words = [...process.execArgv, script, part, ...(isQuick ? ['quick'] : [])];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as Row[];
  });
  return (
    `${formatRows(rows)}\n\nCalibration: 1,000 dependent integer steps take ${steps.toFixed(0)} ns here, ` +
    `a dependent read from 64 MB ${chase.toFixed(0)} ns.`
  );
}
