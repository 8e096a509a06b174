/** Runs the same load against several servers in turns, so that what else the machine does hits all alike. */
import { runDnsperf, type Load, type Measured } from './dnsperf.ts';
import { cpuMicroseconds, residentMiB } from './process-cpu.ts';

/** A server that is up: where it answers and which process to charge. */
export interface Contestant {
  readonly name: string;
  readonly version: string;
  readonly pid: number;
  readonly server: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** What one contestant did, medians over the rounds. */
export interface Standing {
  readonly name: string;
  readonly version: string;
  /** utime + stime of the process tree per answered query. */
  readonly cpuUs: number;
  readonly qps: number;
  /** Milliseconds at a fixed, low rate. */
  readonly p50: number;
  readonly p99: number;
  readonly lostPercent: number;
  readonly memoryMiB: number;
}

/** The load of a contest. */
export interface Course {
  readonly queries: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly clients: number;
  readonly inFlight: number;
  /** Queries a second while latencies are taken. */
  readonly latencyRate: number;
}

/** Warms every contestant once, then runs `rounds` turns. */
export async function contest(contestants: readonly Contestant[], course: Course): Promise<Standing[]> {
  for (const contestant of contestants) await runDnsperf(loadFor(contestant, course, 2));
  const rounds = contestants.map(() => ({ cpu: [] as number[], runs: [] as Measured[], slow: [] as Measured[] }));
  for (let round = 0; round < course.rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const before = cpuMicroseconds(contestant.pid);
      const run = await runDnsperf(loadFor(contestant, course, course.seconds));
      const used = cpuMicroseconds(contestant.pid) - before;
      const kept = rounds[index]!;
      kept.cpu.push(used / Math.max(1, run.answered));
      kept.runs.push(run);
      kept.slow.push(
        await runDnsperf({
          ...loadFor(contestant, course, 2),
          rate: course.latencyRate,
          latencies: true,
          inFlight: 50,
        }),
      );
    }
  }
  return contestants.map((contestant, index) => standing(contestant, rounds[index]!));
}

function loadFor({ server, port }: Contestant, course: Course, seconds: number): Load {
  return { server, port, queries: course.queries, seconds, clients: course.clients, inFlight: course.inFlight };
}

function standing(
  contestant: Contestant,
  { cpu, runs, slow }: { cpu: number[]; runs: Measured[]; slow: Measured[] },
): Standing {
  const asked = runs.reduce((sum, run) => sum + run.answered + run.lost, 0);
  return {
    name: contestant.name,
    version: contestant.version,
    cpuUs: median(cpu),
    qps: median(runs.map((run) => run.qps)),
    p50: median(slow.map((run) => run.p50 ?? 0)),
    p99: median(slow.map((run) => run.p99 ?? 0)),
    lostPercent: (100 * runs.reduce((sum, run) => sum + run.lost, 0)) / Math.max(1, asked),
    memoryMiB: residentMiB(contestant.pid),
  };
}

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The standings as a Markdown table, CPU as a ratio to the first row. */
export function formatStandings(title: string, standings: readonly Standing[]): string {
  const base = standings[0]!.cpuUs;
  const rows = standings.map(
    (row) =>
      `| ${row.name} ${row.version} | ${row.cpuUs.toFixed(2)} | ${(row.cpuUs / base).toFixed(2)} | ` +
      `${Math.round(row.qps).toLocaleString('en')} | ${row.p50.toFixed(3)} | ${row.p99.toFixed(3)} | ` +
      `${row.lostPercent.toFixed(2)} | ${Math.round(row.memoryMiB)} |`,
  );
  return [
    `### ${title}`,
    '',
    '| server | CPU µs/query | ratio | queries/s | p50 ms | p99 ms | lost % | MiB |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...rows,
    '',
  ].join('\n');
}
