/** CPU time of a process with its threads and children, from /proc (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** utime + stime of `pid` and all its living descendants, in microseconds. */
export function cpuMicroseconds(pid: number): number {
  let ticks = 0;
  for (const each of processTree(pid)) ticks += statFields(each)?.ticks ?? 0;
  return (ticks / TICKS_PER_SECOND) * 1e6;
}

/** Resident memory of the same processes, in MiB. */
export function residentMiB(pid: number): number {
  let pages = 0;
  for (const each of processTree(pid)) {
    try {
      pages += Number(readFileSync(`/proc/${each}/statm`, 'utf8').split(' ')[1]);
    } catch {
      // It ended between the two reads.
    }
  }
  return (pages * 4096) / 2 ** 20;
}

function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = statFields(Number(entry));
    if (fields !== undefined) parents.set(Number(entry), fields.parent);
  }
  const tree = [root];
  for (let i = 0; i < tree.length; i += 1) {
    for (const [child, parent] of parents) if (parent === tree[i]) tree.push(child);
  }
  return tree;
}

function statFields(pid: number): { parent: number; ticks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in parentheses and may hold anything; the fields behind it are numbers.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}
