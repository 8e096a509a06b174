/** Copies of octets. `slice` will not do: on a Buffer it returns a view, which would pin or follow the packet. */

/** The global is behind a getter that costs as much as the allocation. */
const NodeBuffer = Buffer;

/** A copy of `octets` from `start` to `end`, in memory of its own. */
export function copyOctets(octets: Uint8Array, start = 0, end: number = octets.length): Uint8Array {
  const length = end - start;
  const copy = new Uint8Array(length);
  if (length > 48) copy.set(octets.subarray(start, end));
  else for (let i = 0; i < length; i += 1) copy[i] = octets[start + i]!;
  return copy;
}

/** The first `length` octets as a Buffer of their own. */
export function copyBuffer(octets: Uint8Array, length: number): Buffer {
  const copy = NodeBuffer.allocUnsafe(length);
  // A loop beats the call of `set`, and the view that it needs, up to the size of common answers.
  if (length > 256) copy.set(octets.subarray(0, length));
  else for (let i = 0; i < length; i += 1) copy[i] = octets[i]!;
  return copy;
}
