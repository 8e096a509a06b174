/** The writer of RDATA: a number that its field does not hold is refused, where the writer of messages cuts it off. */
import { WireWriter } from '../wire/index.ts';

/** A number with another octet in front has no place in a 48-bit field. */
const U48_END = 2 ** 48;

/** Overflows at a number that is no whole one, or out of range; `problem` names the first. */
export class RdataWriter extends WireWriter {
  problem: string | undefined;

  override u8(value: number): void {
    if ((value & 0xff) !== value) this.#refuse(value, 8);
    super.u8(value);
  }

  override u16(value: number): void {
    if ((value & 0xffff) !== value) this.#refuse(value, 16);
    super.u16(value);
  }

  override u32(value: number): void {
    if (value >>> 0 !== value) this.#refuse(value, 32);
    super.u32(value);
  }

  override u48(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= U48_END) this.#refuse(value, 48);
    super.u48(value);
  }

  override rewind(at: number): void {
    this.problem = undefined;
    super.rewind(at);
  }

  #refuse(value: number, bits: number): void {
    this.overflowed = true;
    this.problem ??= `${value} is no unsigned number of ${bits} bits`;
  }
}
