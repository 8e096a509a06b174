/** A response code, coloured by how it went: fine, no such name, refused, failed. */
export function Rcode({ rcode }: { rcode: string | null }) {
  if (rcode === null) return <span class="rcode none">no answer</span>;
  const tone = { NOERROR: 'ok', NXDOMAIN: 'gone', SERVFAIL: 'bad', REFUSED: 'no' }[rcode] ?? 'other';
  return <span class={`rcode ${tone}`}>{rcode}</span>;
}
