/** An answer as data: what goes into which section, before anybody writes octets. */
import { RCode, type DNSName, type RRset } from '@span53/dns/wire';

/** An RRset and how it is written here. */
export interface Entry {
  readonly rrset: RRset;
  /** Seconds, instead of the RRset's own. */
  readonly ttl?: number;
  /** Instead of the RRset's own owner: wildcard synthesis. */
  readonly owner?: DNSName;
  /** In the additional section: its absence must set TC (RFC 9471 §3.1). */
  readonly required?: boolean;
}

/** What became of the question: values of the attribute `dns.auth.result`. */
export type AuthResult = 'answer' | 'cname' | 'dname' | 'referral' | 'nodata' | 'nxdomain' | 'wildcard' | 'refused';

/** A response in the making. The plan fills it; `encodeAnswer` writes it. */
export class Answer {
  rcode: RCode = RCode.NOERROR;
  authoritative = false;
  /** TC whatever fits: there are no records, ask again over TCP; or more glue than one referral looks up. */
  truncated = false;
  /** Undefined when there is none to tell: SERVFAIL, or TC in place of an answer. */
  result: AuthResult | undefined;
  /** Set when the store failed: the next query must try again. */
  cacheable = true;
  /** Extended DNS Error (RFC 8914) to send when the query has EDNS. */
  ede: { readonly code: number; readonly text: string } | undefined;
  readonly answer: Entry[] = [];
  readonly authority: Entry[] = [];
  readonly additional: Entry[] = [];
}
