/** dnsdist's statistics by name, as its API and `jsonstat` tell them. */
import { nowMs } from '@span53/runtime';

import { type CounterKey, counterNames, type ProxySlots } from '../metrics.ts';

/** Where statistics come from. */
export interface StatisticsSource {
  readonly slots: ProxySlots;
  /** A counter over all threads. */
  readonly sum: (slot: number) => number;
  /** Monotonic milliseconds when this configuration was opened. */
  readonly openedMs: number;
}

/** Every statistic that we have under dnsdist's name. */
export function statistics({ slots, sum, openedMs }: StatisticsSource): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [key, [name]] of Object.entries(counterNames)) values[name] = sum(slots[key as CounterKey]);
  const { user, system } = process.cpuUsage();
  values['cpu-user-msec'] = Math.round(user / 1000);
  values['cpu-sys-msec'] = Math.round(system / 1000);
  values['real-memory-usage'] = process.memoryUsage.rss();
  values['uptime'] = Math.floor((nowMs() - openedMs) / 1000);
  return values;
}
