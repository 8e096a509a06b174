/** Compression pointers of records that move because a record before them changed its size. */
import { putU16, u16At } from './header.ts';
import type { MessageView } from './message-view.ts';
import { EXPANDED, firstName } from './rdata-names.ts';
import { skipName } from './name.ts';

const POINTER_REACH = 0x3fff;

/** What moved: octets from `end` on are `delta` further in `result`; those from `start` to `end` have changed. */
export interface Shift {
  readonly start: number;
  readonly end: number;
  readonly delta: number;
  readonly result: Uint8Array;
}

/**
 * Corrects the pointers in records behind `shift.end`. False when that cannot be done: one leads into what has changed,
 * or would lead further than 14 bits reach.
 */
export function shiftPointers(view: MessageView, shift: Shift): boolean {
  if (shift.end === view.octets.length) return true;
  const records = view.records();
  while (records.next()) {
    if (records.nameOffset < shift.end) continue;
    if (!shiftName(view.octets, records.nameOffset, shift)) return false;
    const layout = EXPANDED.get(records.type);
    if (layout === undefined) continue;
    const { end } = records;
    let at = firstName(view.octets, records.rdataOffset, end, layout);
    for (let i = 0; i < layout.names && at >= 0; i += 1) {
      const next = skipName(view.octets, at, end);
      if (next >= 0 && !shiftName(view.octets, at, shift)) return false;
      at = next;
    }
  }
  return true;
}

function shiftName(octets: Uint8Array, at: number, { start, end, delta, result }: Shift): boolean {
  while (octets[at]! < 0xc0) {
    if (octets[at] === 0) return true;
    at += octets[at]! + 1;
  }
  const target = u16At(octets, at) & POINTER_REACH;
  if (target < start) return true;
  if (target < end || target + delta > POINTER_REACH) return false;
  putU16(result, at + delta, 0xc000 | (target + delta));
  return true;
}
