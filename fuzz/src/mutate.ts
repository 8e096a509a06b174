/** Seeded mutation of octets: what a decoder has taken is changed a little and tried again. */

/** A pseudo-random generator (mulberry32): same seed, same sequence. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 up to, and without, `below`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  octets(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}

/** Octets that formats treat specially: lengths, pointers, types. */
const TELLING = [0, 1, 2, 3, 10, 12, 29, 41, 46, 63, 64, 127, 128, 191, 192, 193, 250, 255];
const OCTETS_MAX = 4096;
const REPEATED_OCTETS = 16_384;

/** Changes octets in one to four places: flips, overwrites, removes, repeats, inserts, joins with another input. */
export function mutate(random: Random, input: Uint8Array, other: Uint8Array): Buffer {
  let octets: Buffer = Buffer.from(input);
  for (let left = 1 + random.below(4); left > 0; left -= 1) octets = mutateOnce(random, octets, other);
  octets = octets.subarray(0, OCTETS_MAX);
  return random.below(256) === 0 ? repeat(random, octets) : octets;
}

/** A piece again and again: what takes the square of the time shows in no short input. */
function repeat(random: Random, octets: Buffer): Buffer {
  const at = random.below(octets.length + 1);
  const piece = octets.subarray(at, at + 1 + random.below(64));
  const times = piece.length === 0 ? 0 : Math.ceil(REPEATED_OCTETS / piece.length);
  return Buffer.concat([octets.subarray(0, at), ...Array.from({ length: times }, () => piece), octets.subarray(at)]);
}

function mutateOnce(random: Random, octets: Buffer, other: Uint8Array): Buffer {
  const at = random.below(octets.length + 1);
  const count = 1 + random.below(random.below(4) === 0 ? 64 : 4);
  switch (random.below(8)) {
    case 0:
      if (at < octets.length) octets[at]! ^= 1 << random.below(8);
      return octets;
    case 1:
      if (at < octets.length) octets[at] = random.pick(TELLING);
      return octets;
    case 2:
      if (at + 1 < octets.length)
        octets.writeUInt16BE(random.below(2) === 0 ? random.below(0x10000) : 0xc000 | random.below(64), at);
      return octets;
    case 3:
      return octets.subarray(0, at);
    case 4:
      return Buffer.concat([octets.subarray(0, at), octets.subarray(at + count)]);
    case 5:
      return Buffer.concat([octets.subarray(0, at), octets.subarray(at, at + count), octets.subarray(at)]);
    case 6:
      return Buffer.concat([octets.subarray(0, at), random.octets(count), octets.subarray(at)]);
    default:
      return Buffer.concat([octets.subarray(0, at), other.subarray(random.below(other.length + 1))]);
  }
}

/** Inputs worth changing: the first ones, and a bounded number of those that were taken since. */
export class Corpus {
  readonly #first: readonly Uint8Array[];
  readonly #kept: Uint8Array[] = [];
  readonly #max: number;

  constructor(first: readonly Uint8Array[], max = 64) {
    this.#first = first;
    this.#max = max;
  }

  /** An input with changes in one to four places. */
  next(random: Random): Buffer {
    return mutate(random, this.#pick(random), this.#pick(random));
  }

  /** An input with one octet changed: often still well-formed, so that it gets far. */
  near(random: Random): Buffer {
    const octets = Buffer.from(this.#pick(random));
    if (octets.length > 0) octets[random.below(octets.length)]! ^= 1 << random.below(8);
    return octets;
  }

  #pick(random: Random): Uint8Array {
    const kept = this.#kept.length > 0 && random.below(2) === 0;
    return random.pick(kept ? this.#kept : this.#first);
  }

  /** Long ones are not kept: those made of them would take the time of many others. */
  keep(random: Random, input: Uint8Array): void {
    if (input.length > OCTETS_MAX) return;
    if (this.#kept.length < this.#max) this.#kept.push(input);
    else this.#kept[random.below(this.#max)] = input;
  }
}
