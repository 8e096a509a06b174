/** One run of dnsperf and what it measured. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What to ask and how hard. */
export interface Load {
  readonly server: string;
  readonly port: number;
  /** File with one `NAME TYPE` a line. */
  readonly queries: string;
  readonly seconds: number;
  /** Queries in flight; dnsperf's `-q`. */
  readonly inFlight: number;
  /** Simulated clients, each with its own source port; with reusePort they spread over the workers. */
  readonly clients: number;
  /** Queries a second at most; undefined for as many as the server answers. */
  readonly rate?: number;
  /** Latency of each query is kept (costs the client CPU). */
  readonly latencies?: boolean;
}

/** Result of one run. */
export interface Measured {
  readonly answered: number;
  readonly lost: number;
  readonly qps: number;
  /** Milliseconds; undefined unless `latencies` was asked for. */
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  readonly rcodes: string;
}

/** Runs dnsperf; throws when it cannot run or prints no result. */
export async function runDnsperf(load: Load): Promise<Measured> {
  const args = ['-s', load.server, '-p', String(load.port), '-d', load.queries, '-l', String(load.seconds)];
  args.push('-q', String(load.inFlight), '-c', String(load.clients), '-T', '1', '-t', '2');
  if (load.rate !== undefined) args.push('-Q', String(load.rate));
  if (load.latencies === true) args.push('-v');
  const child = spawn('dnsperf', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const latencies: number[] = [];
  let rest = '';
  let summary = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('> ')) latencies.push(Number(line.slice(line.lastIndexOf(' ') + 1)));
      else summary += `${line}\n`;
    }
  });
  await once(child, 'close');
  return parseSummary(summary + rest, latencies);
}

function parseSummary(summary: string, latencies: number[]): Measured {
  const number = (label: RegExp): number => {
    const match = label.exec(summary);
    if (match === null) throw new Error(`dnsperf printed no ${label.source}:\n${summary}`);
    return Number(match[1]);
  };
  latencies.sort((a, b) => a - b);
  const at = (share: number): number | undefined =>
    latencies.length === 0
      ? undefined
      : 1000 * latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))]!;
  return {
    answered: number(/Queries completed:\s+(\d+)/),
    lost: number(/Queries lost:\s+(\d+)/),
    qps: number(/Queries per second:\s+([\d.]+)/),
    p50: at(0.5),
    p99: at(0.99),
    rcodes: /Response codes:\s+(.*)/.exec(summary)?.[1]?.trim() ?? '',
  };
}
