/** What `/readyz` says of the backends. */
import { backendName } from './build-plane.ts';
import type { ProxyConfig } from './config.ts';
import type { HealthCells } from './pools/backend.ts';

type BackendConfig = ProxyConfig['yaml']['backends'][number];

/** Without any backend that is up the proxy is not ready: all it has is its cache. */
export function readinessProblems(backends: readonly BackendConfig[], health: HealthCells): string[] {
  if (backends.length === 0 || backends.some((backend, index) => isUp(backend, health[index]))) return [];
  return [`no backend is up: ${backends.map(backendName).join(', ')}`];
}

/** Backends whose health checks fail. Those that the configuration has put down are as wanted. */
export function readinessWarnings(backends: readonly BackendConfig[], health: HealthCells): string[] {
  return backends
    .filter((backend, index) => backend.health_checks.mode === 'auto' && !isUp(backend, health[index]))
    .map((backend) => `backend ${backendName(backend)} is down`);
}

function isUp({ health_checks: { mode } }: BackendConfig, cell: number | undefined): boolean {
  return mode === 'auto' ? cell === 1 : mode === 'up';
}
