import { type Recorder, StatusCode } from './recorder.ts';

/** What makes a finished trace worth keeping although the head decided against it. Undefined: not a reason. */
export interface TailRules {
  /** Keep when the root took longer. */
  readonly latencyMs?: number;
  /** Keep when the root's `dns.response_code` is one of these mnemonics. */
  readonly rcodes?: ReadonlySet<string>;
  /** Keep when any span has status ERROR. */
  readonly error?: boolean;
}

export type TailReason = 'slow' | 'rcode' | 'error';

/** Looks at the finished spans, cheapest question first. Undefined: drop. */
export function tailReason(rules: TailRules, recorder: Recorder): TailReason | undefined {
  const { latencyMs, rcodes, error } = rules;
  if (latencyMs !== undefined && recorder.endsMs[0]! - recorder.startsMs[0]! > latencyMs) return 'slow';
  if (rcodes !== undefined) {
    const rcode = recorder.get(0, 'dns.response_code');
    if (typeof rcode === 'string' && rcodes.has(rcode)) return 'rcode';
  }
  if (error === true) {
    for (let span = 0; span < recorder.count; span++) if (recorder.statuses[span] === StatusCode.ERROR) return 'error';
  }
  return undefined;
}
