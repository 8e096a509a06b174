/** DNS classes (RFC 1035 §3.2.4, RFC 2136 §2.4 for NONE). */
import { numbered } from './rtype.ts';

export const RClass = { IN: 1, CH: 3, HS: 4, NONE: 254, ANY: 255 } as const;
/** A 16-bit class. */
export type RClass = number;

const MNEMONICS = new Map<number, string>(Object.entries(RClass).map(([mnemonic, value]) => [value, mnemonic]));
const CLASSES = new Map<string, number>(Object.entries(RClass));

/** The mnemonic, `CLASS32` when there is none (RFC 3597 §5). */
export function rclassName(value: number): string {
  return MNEMONICS.get(value) ?? `CLASS${value}`;
}

/** The class that a mnemonic (any case) or `CLASSn` names, undefined for anything else. */
export function parseRClass(text: string): number | undefined {
  const upper = text.toUpperCase();
  return CLASSES.get(upper) ?? numbered(upper, 'CLASS');
}
