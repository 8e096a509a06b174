/**
 * Edits of finished messages: in place where the size stays, else a copy with one record changed and all others
 * kept.
 */
import { Flag, HEADER_OCTETS, Section, putU16, putU32, u16At, u32At } from './header.ts';
import type { MessageView } from './message-view.ts';
import { LOWERED } from './name.ts';
import type { OptView } from './opt-view.ts';
import { RType } from './rtype.ts';
import { shiftPointers } from './shift-pointers.ts';

/** Most octets in a message (its length has 16 bits on a stream, RFC 1035 §4.2.2). */
const MESSAGE_OCTETS_MAX = 65_535;

/** Overwrites the ID. */
export function setId(message: Uint8Array, id: number): void {
  putU16(message, 0, id);
}

/** Sets and clears bits of the flags field: `Flag` values. */
export function setFlags(message: Uint8Array, set: number, clear = 0): void {
  putU16(message, 2, (u16At(message, 2) & ~clear) | set);
}

/** Offsets of all TTLs that age: every record but OPT, TSIG and SIG(0). */
export function ttlOffsets(view: MessageView): number[] {
  const offsets: number[] = [];
  const records = view.records();
  while (records.next()) {
    const { type } = records;
    if (type === RType.OPT || type === RType.TSIG || (type === RType.SIG && records.section === Section.ADDITIONAL))
      continue;
    offsets.push(records.ttlOffset);
  }
  return offsets;
}

/** Takes `seconds` off each TTL, not below `floor`. */
export function ageTtls(message: Uint8Array, offsets: ArrayLike<number>, seconds: number, floor = 0): void {
  for (let i = 0; i < offsets.length; i += 1) {
    const at = offsets[i]!;
    putU32(message, at, Math.max(floor, u32At(message, at) - seconds));
  }
}

/** Why an option was not put in: the message is signed, would be over the limit, or is malformed. */
export type EditRefusal = 'signed' | 'no-room' | 'malformed';

/** How `withOption` may change a message. */
export interface OptionEdit {
  readonly code: number;
  readonly data: Uint8Array;
  /** Most octets in the result. */
  readonly limit: number;
  /** UDP size of the OPT record that is added when there is none. */
  readonly udpSize?: number;
}

/**
 * A copy of the message with the option in its OPT record, wherever that stands: every such option already there is
 * replaced. Without OPT one is added as the last record. Every other octet stays (RFC 6891 §6.1.2), but for pointers in
 * records behind the OPT, which follow what they point to.
 */
export function withOption(view: MessageView, edit: OptionEdit): Buffer | EditRefusal {
  if (view.problem !== undefined) return 'malformed';
  if (view.isSigned) return 'signed';
  const { octets, opt } = view;
  const limit = Math.min(edit.limit, MESSAGE_OCTETS_MAX);
  const added = 4 + edit.data.length;
  if (opt === undefined) {
    const size = octets.length + 11 + added;
    if (size > limit || u16At(octets, 10) === 0xffff) return 'no-room';
    const result = Buffer.allocUnsafe(size);
    result.set(octets);
    writeOptHeader(result, octets.length, edit.udpSize ?? 512, added);
    writeOption(result, octets.length + 11, edit);
    putU16(result, 10, u16At(octets, 10) + 1);
    return result;
  }
  const kept = keptOptions(opt, edit.code);
  if (octets.length - (opt.end - opt.rdataOffset) + kept + added > limit) return 'no-room';
  return spliceOptions(view, edit.code, kept + added, edit) ?? 'malformed';
}

/**
 * A copy without any option of `code`. The octets themselves when there is none, or the message must not be edited: it
 * is signed, malformed, or a record points into its OPT.
 */
export function withoutOption(view: MessageView, code: number): Uint8Array {
  const { opt, octets } = view;
  if (opt === undefined || opt.find(code) < 0 || view.isSigned || view.problem !== undefined) return octets;
  return spliceOptions(view, code, keptOptions(opt, code), undefined) ?? octets;
}

/** A copy without its OPT record; the octets themselves when there is none, or as `withoutOption` says. */
export function withoutOpt(view: MessageView): Uint8Array {
  const { opt, octets } = view;
  if (opt === undefined || view.isSigned || view.problem !== undefined) return octets;
  const result = Buffer.allocUnsafe(octets.length - (opt.end - opt.offset));
  result.set(octets.subarray(0, opt.offset));
  result.set(octets.subarray(opt.end), opt.offset);
  putU16(result, 10, u16At(octets, 10) - 1);
  const shift = { start: opt.offset, end: opt.end, delta: opt.offset - opt.end, result };
  return shiftPointers(view, shift) ? result : octets;
}

/** Writes the OPT record's fixed part: UDP size, no extended RCODE, version 0, no flags. */
function writeOptHeader(target: Uint8Array, at: number, udpSize: number, rdataLength: number): void {
  target[at] = 0;
  putU16(target, at + 1, RType.OPT);
  putU16(target, at + 3, udpSize);
  putU32(target, at + 5, 0);
  putU16(target, at + 9, rdataLength);
}

function writeOption(target: Uint8Array, at: number, { code, data }: OptionEdit): number {
  putU16(target, at, code);
  putU16(target, at + 2, data.length);
  target.set(data, at + 4);
  return at + 4 + data.length;
}

/** Octets of the options other than `code`. */
function keptOptions(opt: OptView, code: number): number {
  let kept = 0;
  for (let at = opt.rdataOffset; at < opt.end;) {
    const length = 4 + u16At(opt.message, at + 2);
    if (u16At(opt.message, at) !== code) kept += length;
    at += length;
  }
  return kept;
}

/**
 * The message without options of `code` in its OPT record, and with `edit` put in. `rdata` is
 * the new RDLENGTH. Undefined when a record behind the OPT points into it.
 */
function spliceOptions(
  view: MessageView,
  code: number,
  rdata: number,
  edit: OptionEdit | undefined,
): Buffer | undefined {
  const { octets } = view;
  const opt = view.opt!;
  const result = Buffer.allocUnsafe(octets.length - (opt.end - opt.rdataOffset) + rdata);
  result.set(octets.subarray(0, opt.rdataOffset));
  let to = opt.rdataOffset;
  for (let at = opt.rdataOffset; at < opt.end;) {
    const length = 4 + u16At(octets, at + 2);
    if (u16At(octets, at) !== code) {
      result.set(octets.subarray(at, at + length), to);
      to += length;
    }
    at += length;
  }
  if (edit !== undefined) to = writeOption(result, to, edit);
  result.set(octets.subarray(opt.end), to);
  putU16(result, opt.rdataOffset - 2, rdata);
  const shift = { start: opt.offset, end: opt.end, delta: result.length - octets.length, result };
  return shiftPointers(view, shift) ? result : undefined;
}

/** Copies the case of the asked QNAME into a stored response (0x20, draft-vixie-dnsext-dns0x20); lengths are equal. */
export function restoreQname(response: Uint8Array, query: Uint8Array, length: number): void {
  for (let i = 12; i < 12 + length; i += 1) response[i] = query[i]!;
}

/** True when both have one question and it is the same, names compared without regard to ASCII case. */
export function sameQuestion(response: MessageView, query: MessageView): boolean {
  const end = query.questionEnd;
  if (!response.hasQuestion || !query.hasQuestion || response.questionEnd !== end) return false;
  const a = response.octets;
  const b = query.octets;
  for (let i = HEADER_OCTETS; i < end - 4; i += 1) if (LOWERED[a[i]!] !== LOWERED[b[i]!]) return false;
  for (let i = end - 4; i < end; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/** The flags of a response to `query`: QR, the opcode, RD and CD copied (RFC 1035 §4.1.1, RFC 4035 §3.1.6). */
export function responseFlags(query: MessageView, set: number): number {
  return Flag.QR | (query.flags & 0x7800) | (query.flags & (Flag.RD | Flag.CD)) | set;
}
