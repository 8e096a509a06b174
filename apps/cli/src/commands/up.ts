/** `span53 up`: the lab chain in the foreground. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { usageError, type Command } from '../command.ts';
import { LabKeeper } from '../lab/keeper.ts';
import { LAB_PARTS, startLab, type Lab } from '../lab/lab.ts';
import { LOCAL_PLACES, type Places } from '../lab/places.ts';
import { StartError } from '../lab/process.ts';

/** A Ctrl-C comes twice when npm has started us: from the terminal and handed on by the script. */
const SAME_SIGNAL_MS = 500;

export const up: Command = {
  name: 'up',
  usage: '[--only PART,PART] [--ui-port PORT] [--workdir DIR] [--workers N] [--verbose]',
  details: [
    `--only PART,PART  only these of ${LAB_PARTS.join(', ')}`,
    '--ui-port PORT    of the page, 5380',
    '--workdir DIR     keeps databases and configuration files there; else they are deleted at the end',
    '--workers N       data threads of each server; 0: as many as it chooses',
    '--verbose         prints every log line, not only warnings',
  ],
  run: async (args) => {
    let values: ReturnType<typeof parse>;
    try {
      values = parse(args);
    } catch (error) {
      return usageError(up, error instanceof Error ? error.message : String(error));
    }
    const only = values.only?.split(',');
    const unknown = only?.find((name) => !LAB_PARTS.includes(name));
    if (unknown !== undefined)
      return usageError(up, `no part ${JSON.stringify(unknown)}; there are ${LAB_PARTS.join(', ')}`);
    const uiPort = Number(values['ui-port'] ?? LOCAL_PLACES.collector.webPort);
    if (!Number.isInteger(uiPort) || uiPort < 1 || uiPort > 65_535) return usageError(up, '--ui-port needs a port');
    const workers = Number(values.workers ?? 0);
    if (!Number.isInteger(workers) || workers < 0 || workers > 64)
      return usageError(up, '--workers needs a number from 0 to 64');
    const places: Places = { ...LOCAL_PLACES, collector: { ...LOCAL_PLACES.collector, webPort: uiPort } };
    return runLab(places, { only, workdir: values.workdir, workers, verbose: values.verbose });
  },
};

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      'ui-port': { type: 'string' },
      workdir: { type: 'string' },
      workers: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  }).values;
}

interface UpOptions {
  readonly only: readonly string[] | undefined;
  readonly workdir: string | undefined;
  readonly workers: number;
  readonly verbose: boolean;
}

async function runLab(places: Places, options: UpOptions): Promise<number> {
  const startMs = performance.now();
  await using scope = new AsyncDisposableStack();
  const workdir = options.workdir ?? (await mkdtemp(path.join(tmpdir(), 'span53-')));
  await mkdir(workdir, { recursive: true });
  if (options.workdir === undefined) scope.defer(() => rm(workdir, { recursive: true, force: true }));
  const apiKey = randomBytes(12).toString('hex');
  process.stderr.write(`span53: starting the lab in ${workdir}\n`);
  const stop = interrupted(); // from here on, so that nothing is left of a start that is interrupted
  let lab: Lab;
  try {
    lab = scope.use(
      await startLab({
        places,
        workdir,
        apiKey,
        workers: options.workers,
        ...(options.only === undefined ? {} : { only: options.only }),
        onLog: (name, line) => {
          if (options.verbose || /"level":"(warn|error|fatal)"/.test(line)) process.stderr.write(`${name}: ${line}\n`);
        },
        onReady: (name, ready, all) => process.stderr.write(`  [${ready}/${all}] ${name} is ready\n`),
      }),
    );
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`span53: ${error.message}\n`);
    return 1;
  }
  process.stdout.write(summary(places, apiKey, (performance.now() - startMs) / 1000));
  const say = (line: string): boolean => process.stderr.write(`span53: ${line}\n`);
  const keeper = scope.use(new LabKeeper(lab, { say }));
  const stopped = await Promise.race([stop, keeper.nothingLeft.then(() => false)]);
  say(stopped ? 'stopping' : 'no part of the lab runs any more');
  return stopped ? 0 : 1;
}

function interrupted(): Promise<true> {
  return new Promise((resolve) => {
    let sinceMs: number | undefined;
    const onSignal = (): void => {
      if (sinceMs !== undefined && performance.now() - sinceMs > SAME_SIGNAL_MS) process.exit(1);
      sinceMs ??= performance.now();
      resolve(true);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

function summary(
  { proxy, recursor, collector, authorities, authorityPort }: Places,
  apiKey: string,
  seconds: number,
): string {
  const ask = `dig @${proxy.address} -p ${proxy.port}`;
  return `
The chain is up (${seconds.toFixed(1)} s). Every query to the proxy is one trace.

  proxy      ${proxy.address}:${proxy.port}      API http://${proxy.address}:${proxy.webPort}
  recursor   ${recursor.address}:${recursor.port}      API http://${recursor.address}:${recursor.webPort}
  auth       ${Object.entries(authorities)
    .map(([name, address]) => `${name} ${address}:${authorityPort}`)
    .join(', ')}
  collector  page http://${collector.address}:${collector.webPort}   OTLP ${collector.otlpPort}, PowerDNS protobuf ${collector.protobufPort}
  API key    ${apiKey}

Try:
  ${ask} www.shop.test           resolved from the root; look at the page
  ./span53 dig www.shop.test                    the answer and its trace in the terminal
  ./span53 dig cdn.shop.test AAAA               an alias into another zone
  ./span53 dig big.shop.test TXT                truncated over UDP, then TCP
  ./span53 dig dead.test                        no server answers: SERVFAIL, and why
  ./span53 trace --slow 100ms

Ctrl-C stops all of it.
`;
}
