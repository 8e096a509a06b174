/** The tests every record type has, from a table: text and wire forms, what is refused, canonical form. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalRdata,
  decodeAs,
  encodeRdata,
  formatOpaque,
  formatRdata,
  parseRdata,
  type RdataCodec,
} from '@span53/dns/rdata';
import { DNSName, RClass } from '@span53/dns/wire';
import { toHex } from './hex.ts';

/** What is known of a type's RDATA. Relative names in texts end in example.com. */
export interface RdataTable {
  /** Canonical text and the wire form: each must come out of the other. */
  readonly forms: readonly (readonly [text: string, wire: Uint8Array])[];
  /** Other texts that are accepted, and the canonical text they mean. */
  readonly texts?: readonly (readonly [text: string, canonical: string])[];
  /** Texts that are refused, and a part of the message. */
  readonly wrongTexts?: readonly (readonly [text: string, message: string])[];
  /** Octets that are malformed and so stay opaque. */
  readonly wrongWires?: readonly Uint8Array[];
  /** Octets in a form that is left to later RFCs: opaque, but welcome as `\#` text. */
  readonly laterForms?: readonly Uint8Array[];
  /** Wire form with capitals, and its canonical form (RFC 4034 §6.2). */
  readonly lowered?: readonly (readonly [wire: Uint8Array, canonical: Uint8Array])[];
}

/** Declares one test per row. */
export function expectRdata<T>(codec: RdataCodec<T>, table: RdataTable): void {
  const { mnemonic, type } = codec;
  for (const [text, wire] of table.forms) {
    test(`${mnemonic} ${text}`, () => {
      assert.equal(readHex(type, text), toHex(wire));
      assert.equal(formatRdata(type, wire), text);
      const value = decodeAs(codec, wire);
      assert.ok(value !== undefined);
      assert.equal(toHex(encodeRdata(codec, value)), toHex(wire));
    });
    test(`${mnemonic} ${text}: as RFC 3597 text, and cut short anywhere`, () => {
      assert.equal(readHex(type, formatOpaque(wire)), toHex(wire));
      for (let end = 0; end < wire.length; end += 1) {
        const cut = decodeAs(codec, wire.subarray(0, end));
        if (cut !== undefined) assert.equal(toHex(encodeRdata(codec, cut)), toHex(wire.subarray(0, end)));
      }
    });
  }
  for (const [text, canonical] of table.texts ?? []) {
    test(`${mnemonic} ${text} is ${canonical}`, () => assert.equal(readHex(type, text), readHex(type, canonical)));
  }
  for (const [text, message] of table.wrongTexts ?? []) {
    test(`${mnemonic} ${text} is refused`, () => {
      const result = parseRdata(type, text, { origin });
      assert.ok(!(result instanceof Uint8Array), 'accepted');
      assert.ok(result.message.includes(message), `${result.message} does not say "${message}"`);
    });
  }
  for (const wire of table.wrongWires ?? []) {
    test(`${mnemonic} octets ${toHex(wire)} stay opaque, and are refused as text`, () => {
      assert.equal(decodeAs(codec, wire), undefined);
      assert.equal(formatRdata(type, wire), formatOpaque(wire));
      assert.ok(!(parseRdata(type, formatOpaque(wire)) instanceof Uint8Array));
    });
  }
  for (const wire of table.laterForms ?? []) {
    test(`${mnemonic} octets ${toHex(wire)} stay opaque, and come back from their text`, () => {
      assert.equal(decodeAs(codec, wire), undefined);
      assert.equal(formatRdata(type, wire), formatOpaque(wire));
      assert.equal(readHex(type, formatOpaque(wire)), toHex(wire));
    });
  }
  for (const [wire, canonical] of table.lowered ?? []) {
    test(`${mnemonic} ${toHex(wire)}: canonical form`, () => {
      assert.equal(toHex(canonicalRdata(type, wire)), toHex(canonical));
    });
  }
  if (codec.classIN) {
    test(`${mnemonic} is opaque outside class IN`, () => {
      const [, wire] = table.forms[0]!;
      assert.equal(formatRdata(type, wire, RClass.CH), formatOpaque(wire));
    });
  }
}

const origin = DNSName.of('example.com.');

function readHex(type: number, text: string): string {
  const result = parseRdata(type, text, { origin });
  assert.ok(result instanceof Uint8Array, `refused: ${result instanceof Uint8Array ? '' : result.message}`);
  return toHex(result);
}

/** A name's wire form, for rows of a table. */
export function wireName(text: string): Uint8Array {
  return DNSName.of(text).wire;
}
