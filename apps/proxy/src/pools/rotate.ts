/** `shuffle`: another order of addresses at each hit. */
import { MessageView, RType, Section, sameOctets } from '@span53/dns/wire';

/**
 * Moves the addresses of the first A or AAAA RRset in the answer section on by `turn` places. Only RDATA changes
 * places: the records of an RRset are alike in all else.
 */
export function rotateAddresses(answer: Uint8Array, turn: number): void {
  const records = MessageView.open(answer)!.records();
  const places: number[] = [];
  let length = 0;
  let owner: Uint8Array | undefined;
  while (records.next() && records.section === Section.ANSWER) {
    if (records.type !== RType.A && records.type !== RType.AAAA) continue;
    const thisOwner = answer.subarray(records.nameOffset, records.ttlOffset);
    owner ??= thisOwner;
    if (!sameOctets(owner, thisOwner)) break;
    length = records.rdataLength;
    places.push(records.rdataOffset);
  }
  const shift = places.length === 0 ? 0 : turn % places.length;
  if (shift === 0) return;
  const addresses = places.map((at) => Uint8Array.from(answer.subarray(at, at + length)));
  places.forEach((at, i) => answer.set(addresses[(i + shift) % places.length]!, at));
}
