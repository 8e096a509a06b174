/** Asks a root server for the root's name servers at start, and again before what it said runs out (RFC 9609). */
import { DNSName, RClass, RType } from '@span53/dns/wire';
import type { ReportBug } from '@span53/runtime';
import type { Driver } from './driver.ts';

const QUESTION = { name: DNSName.root, type: RType.NS, class: RClass.IN };
/** Of the life of the root's NS set, after which it is asked for again. */
const AGAIN_AFTER = 0.8;
/** After a failure; queries go to the hints meanwhile. */
const RETRY_MS = 10_000;
/** Longest wait, as TTLs are long and timers short. */
const WAIT_MS_MAX = 86_400_000;

/** Primes until disposed of. Never waits for the root: queries are served from the hints until it has answered. */
export function startPriming(
  driver: Driver,
  { nowMs, report }: { readonly nowMs: () => number; readonly report: ReportBug },
): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let done = false;
  const again = (waitMs: number): void => {
    if (done) return;
    timer = setTimeout(() => void prime(), Math.min(waitMs, WAIT_MS_MAX));
    timer.unref();
  };
  const prime = async (): Promise<void> => {
    try {
      const { records, negatives } = driver.context;
      records.flush(DNSName.root, false);
      negatives.flush(DNSName.root, false);
      const { outcome } = await driver.resolve(QUESTION, nowMs(), undefined);
      const set = outcome.answer.find((each) => each.set.type === RType.NS);
      again(set === undefined ? RETRY_MS : Math.max(RETRY_MS, set.ttl * 1000 * AGAIN_AFTER));
    } catch (error) {
      report('priming', error);
      again(RETRY_MS);
    }
  };
  void prime();
  return {
    [Symbol.dispose]: () => {
      done = true;
      clearTimeout(timer);
    },
  };
}
