/** Starts the lab's servers as processes and stops them again. */
import { mkdir, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';

import { authorityName, labConfigs, printConfig, type ConfigTree, type LabOptions } from './configs.ts';
import { AUTHORITIES, type Places } from './places.ts';
import { startProcess, type LabProcess } from './process.ts';
import { labHints, labZones } from './zones.ts';

/** Names of all parts, in the order of their summary. */
export const LAB_PARTS = ['collector', ...AUTHORITIES.map(authorityName), 'recursor', 'proxy'] as const;

/** What to start. */
export interface LabStart {
  readonly places: Places;
  /** Holds configurations, databases and zone files. */
  readonly workdir: string;
  /** Parts to start; all by default. */
  readonly only?: readonly string[];
  /** Where traces go; undefined: to the lab's own collector. `off`: tracing is off. */
  readonly otlpUrl?: string;
  /** Data worker threads of each server; 0, the default: in the main thread, which starts soonest. */
  readonly workers?: number;
  readonly readyTimeoutMs?: number;
  /** Trace every query (the default), or only those whose sender asks for it. */
  readonly sample?: 'all' | 'on-request';
  /** Changes a part's configuration before it is written. */
  readonly edit?: (name: string, config: ConfigTree) => ConfigTree;
  readonly apiKey?: string;
  readonly onLog?: (name: string, line: string) => void;
  /** Called when a part is ready, with how many are. */
  readonly onReady?: (name: string, ready: number, all: number) => void;
}

/** Looks at the proxy's `/readyz`, and the wait between them: two rounds of its health checks. */
const READY_TRIES = 60;
const READY_WAIT_MS = 50;

/** A running lab. Disposing stops what clients talk to first. */
export interface Lab extends AsyncDisposable {
  readonly processes: ReadonlyMap<string, LabProcess>;
  /** Starts a part again, with the files it had. */
  restart(name: string): Promise<LabProcess>;
}

/** Writes the files and starts all parts at once; a failure stops those that run and is thrown. */
export async function startLab(start: LabStart): Promise<Lab> {
  await writeLabFiles(start);
  const names = LAB_PARTS.filter((name) => start.only === undefined || start.only.includes(name));
  const processes = new Map<string, LabProcess>();
  const startOne = async (name: string): Promise<LabProcess> => {
    const server = name.startsWith('auth-') ? 'auth' : name;
    const { onLog, readyTimeoutMs } = start;
    const process = await startProcess({
      name,
      args: [server, '--config', path.join(start.workdir, `${name}.yml`)],
      ...(readyTimeoutMs === undefined ? {} : { readyTimeoutMs }),
      ...(onLog === undefined ? {} : { onLog: (line: string) => onLog(name, line) }),
    });
    processes.set(name, process);
    start.onReady?.(name, processes.size, names.length);
    return process;
  };
  const stop = async (): Promise<void> => {
    // The proxy first: whoever asks gets answers to the end.
    for (const part of [['proxy'], ['recursor'], AUTHORITIES.map(authorityName), ['collector']]) {
      await Promise.all(part.map((name) => processes.get(name)?.stop()));
    }
  };
  const started = await Promise.allSettled(names.map(startOne));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  if (names.includes('proxy') && names.includes('recursor')) await proxyIsReady(start.places);
  return { processes, restart: startOne, [Symbol.asyncDispose]: stop };
}

/**
 * All start at once, so the proxy's first health check may come too early for the recursor; until the next one queries
 * get no answer. A proxy that does not get ready is no reason not to start: its log says why.
 */
async function proxyIsReady({ proxy: { address, webPort } }: Places): Promise<void> {
  const url = `http://${address}:${webPort}/readyz`;
  for (let tries = 0; tries < READY_TRIES; tries += 1) {
    if ((await statusOf(url)) === 200) return;
    await new Promise((resolve) => setTimeout(resolve, READY_WAIT_MS));
  }
}

/** Status of a GET; undefined when nobody answers in a second. Not by `fetch`: it takes longer to load than to ask. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asking = get(url, { timeout: 1000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('timeout', () => asking.destroy()).on('error', () => resolve(undefined));
  });
}

/** Everything that the servers read, as files in the work folder. */
async function writeLabFiles(start: LabStart): Promise<void> {
  const { workdir, places } = start;
  const at = (name: string): string => path.join(workdir, name);
  const { collector } = places;
  const url = start.otlpUrl ?? `http://${collector.address}:${collector.otlpPort}/v1/traces`;
  const options: LabOptions = {
    places,
    files: {
      database: (authority) => at(`${authorityName(authority)}.sqlite`),
      zones: (authority) => at(`zones-${authority}`),
      hints: at('root.hints'),
      traces: at('traces.sqlite'),
    },
    otlpUrl: url,
    sample: start.sample ?? 'all',
    workers: start.workers ?? 0,
    ...(start.apiKey === undefined ? {} : { apiKey: start.apiKey }),
  };
  for (const authority of AUTHORITIES) await mkdir(at(`zones-${authority}`), { recursive: true });
  const writes = [writeFile(at('root.hints'), labHints(places))];
  for (const zone of labZones(places)) {
    const file = `${zone.apex === '.' ? 'root' : zone.apex.replace(/\.$/, '')}.zone`;
    for (const authority of zone.servedBy) writes.push(writeFile(path.join(at(`zones-${authority}`), file), zone.text));
  }
  for (const [name, config] of labConfigs(options)) {
    const text = printConfig(start.edit?.(name, config) ?? config);
    writes.push(writeFile(at(`${name}.yml`), text, { mode: 0o600 }));
  }
  await Promise.all(writes);
}
