/** The lab in containers: `docker compose` with a project of the test's own, asked through the published ports. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { TraceView } from '@span53/testkit';

import { ask, type Query, type Response } from '../chain/client.ts';
import { collectedTrace } from '../chain/collector-traces.ts';

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
/** A lab that somebody runs by hand is another project. */
const PROJECT = 'span53-e2e';
/** Fetching the libraries, compiling, four images: on two busy cores. */
export const UP_MS = 400_000;
const COMMAND_MS = 60_000;

/** Where docker-compose.yml publishes the proxy and the collector. */
export const proxy = { address: '127.0.0.1', port: 5300 };
export const collector = 'http://127.0.0.1:5380';

/** Why the tests cannot run here, or false. */
export function whyNot(): string | false {
  const answers = (...args: string[]): boolean => spawnSync('docker', args, { timeout: 20_000 }).status === 0;
  if (!answers('info')) return 'no container engine answers `docker info`';
  return answers('compose', 'version') ? false : 'there is no `docker compose`';
}

/** Runs docker and returns what it prints; fails with its last words. */
export function docker(args: readonly string[], timeout = COMMAND_MS): string {
  const { status, stdout, stderr, error } = spawnSync('docker', args, { cwd: ROOT, encoding: 'utf8', timeout });
  const words = `${error?.message ?? ''}\n${stdout?.slice(-3000)}\n${stderr?.slice(-3000)}`;
  assert.equal(status, 0, `docker ${args.join(' ')}: ${words}`);
  return stdout;
}

/** `docker compose` on the lab's project. */
export function compose(args: readonly string[], timeout = COMMAND_MS): string {
  return docker(['compose', '-p', PROJECT, ...args], timeout);
}

/** IDs of what there is of the project, by kind. */
export function leftovers(): Record<'containers' | 'networks' | 'volumes', readonly string[]> {
  const list = (...args: string[]): readonly string[] =>
    docker([...args, '-q', '--filter', `label=com.docker.compose.project=${PROJECT}`])
      .split('\n')
      .filter((id) => id !== '');
  return {
    containers: list('ps', '-a'),
    networks: list('network', 'ls'),
    volumes: list('volume', 'ls'),
  };
}

/** What the tests look at in `docker inspect`. */
export interface Container {
  readonly Id: string;
  readonly RestartCount: number;
  readonly Config: { readonly User: string; readonly Image: string; readonly Labels: Readonly<Record<string, string>> };
  readonly HostConfig: { readonly ReadonlyRootfs: boolean; readonly CapDrop: readonly string[] };
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>;
  };
}

/** The project's containers by service. */
export function containers(): Map<string, Container> {
  const list = JSON.parse(docker(['inspect', ...leftovers().containers])) as Container[];
  return new Map(list.map((each) => [each.Config.Labels['com.docker.compose.service']!, each]));
}

/** Kills every process of a service as a crash would: Docker is not told that anybody wanted it. */
export function crash(service: string): void {
  const script = 'process.kill(-1, "SIGKILL")';
  spawnSync('docker', ['exec', containers().get(service)!.Id, 'node', '-e', script], { timeout: COMMAND_MS });
}

/** Asks the proxy. */
export function query(name: string, type: Query['type'] = 'A', more: Partial<Query> = {}): Promise<Response> {
  return ask({ name, type, server: proxy, timeoutMs: 10_000, ...more });
}

/** Asks until the answer has `rcode`: a part of the chain has just started. */
export async function queryUntil(name: string, rcode: string, withinMs: number): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const answer = await query(name, 'A', { timeoutMs: 2000 }).catch((error: Error) => error);
    const got = answer instanceof Error ? answer.message : answer.packet.rcode;
    if (got === rcode) return;
    assert.ok(performance.now() < deadlineMs, `${name}: ${got} and not ${rcode} after ${withinMs} ms`);
    await delay(250);
  }
}

const seen = new Set<string>();

/** The newest trace of a question that was not looked at before, checked. */
export function traceOf(name: string, remoteParent?: string): Promise<TraceView> {
  return collectedTrace(collector, name, { seen, ...(remoteParent === undefined ? {} : { remoteParent }) });
}
