import type { OptionCodec } from '../option-codec.ts';

/** How long an idle stream is kept; undefined is a client that asks. */
export interface Keepalive {
  /** Milliseconds, sent in steps of 100. */
  readonly timeoutMs: number | undefined;
}

/** edns-tcp-keepalive (RFC 7828 §3.1). */
export const keepalive: OptionCodec<Keepalive> = {
  code: 11,
  decode: (data) => {
    if (data.length === 0) return { timeoutMs: undefined };
    return data.length === 2 ? { timeoutMs: ((data[0]! << 8) | data[1]!) * 100 } : undefined;
  },
  encode: ({ timeoutMs }) => {
    if (timeoutMs === undefined) return new Uint8Array(0);
    const steps = Math.min(0xffff, Math.round(timeoutMs / 100));
    return Uint8Array.of(steps >> 8, steps);
  },
  format: ({ timeoutMs }) => (timeoutMs === undefined ? '' : `${timeoutMs}ms`),
};
