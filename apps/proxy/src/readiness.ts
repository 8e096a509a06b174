/** What `/readyz` says of the backends. */
import { backendName } from './build-plane.ts';
import type { ProxyConfig } from './config.ts';
import type { HealthCells } from './pools/backend.ts';

type BackendConfig = ProxyConfig['yaml']['backends'][number];

/** Where queries go that no rule sends elsewhere. */
const DEFAULT_POOL = '';

/** Without a backend of the default pool that is up, or without any, the proxy is not ready: it has but its cache. */
export function readinessProblems(backends: readonly BackendConfig[], health: HealthCells): string[] {
  if (backends.length === 0) return [];
  if (!backends.some((backend, index) => isUp(backend, health[index]))) return [`no backend is up: ${names(backends)}`];
  const down = poolsDown(backends, health).get(DEFAULT_POOL);
  return down === undefined ? [] : [`no backend of the default pool is up: ${names(down)}`];
}

/**
 * Pools without a backend that is up, which only rules choose, and backends whose health checks fail. Those that the
 * configuration has put down are as wanted.
 */
export function readinessWarnings(backends: readonly BackendConfig[], health: HealthCells): string[] {
  const pools = [...poolsDown(backends, health)].filter(([name]) => name !== DEFAULT_POOL);
  const down = backends.filter(
    (backend, index) => backend.health_checks.mode === 'auto' && !isUp(backend, health[index]),
  );
  return [
    ...pools.map(([name, members]) => `no backend of the pool ${name} is up: ${names(members)}`),
    ...down.map((backend) => `backend ${backendName(backend)} is down`),
  ];
}

/** The pools that have backends, but none that is up, with their backends. */
function poolsDown(backends: readonly BackendConfig[], health: HealthCells): Map<string, BackendConfig[]> {
  const down = new Map<string, BackendConfig[]>();
  const alive = new Set<string>();
  backends.forEach((backend, index) => {
    for (const name of backend.pools.length === 0 ? [DEFAULT_POOL] : backend.pools) {
      if (isUp(backend, health[index])) alive.add(name);
      down.set(name, [...(down.get(name) ?? []), backend]);
    }
  });
  for (const name of alive) down.delete(name);
  return down;
}

function names(backends: readonly BackendConfig[]): string {
  return backends.map(backendName).join(', ');
}

function isUp({ health_checks: { mode } }: BackendConfig, cell: number | undefined): boolean {
  return mode === 'auto' ? cell === 1 : mode === 'up';
}
