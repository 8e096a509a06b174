/** Unix time in milliseconds: what spans are compared with and the store ages by. */
export function unixMs(): number {
  return Date.now();
}
