/** Questions of class CHAOS about the server itself (RFC 4892, and names of BIND and PowerDNS). */
import { encodeRdata, txt } from '@span53/dns/rdata';
import { DNSName, RClass, RCode, RType } from '@span53/dns/wire';
import { Answer } from './answer.ts';

/** What the server says about itself. */
export interface Identity {
  /** Undefined: SERVFAIL, as `version-string=anonymous` wants it. */
  readonly version: string | undefined;
  /** Undefined: REFUSED, as `server-id=disabled` wants it. */
  readonly serverId: string | undefined;
}

const VERSION_NAMES = ['version.bind.', 'version.pdns.', 'version.server.'].map((name) => DNSName.of(name));
const ID_NAMES = ['id.server.', 'hostname.bind.'].map((name) => DNSName.of(name));
/** Seconds. */
const TTL = 5;

/** Answers TXT and ANY; other types are not implemented, other names are refused. */
export function answerChaos(name: DNSName, type: number, identity: Identity): Answer {
  const answer = new Answer();
  answer.authoritative = true;
  if (type !== RType.TXT && type !== RType.ANY) return failed(answer, RCode.NOTIMP);
  if (VERSION_NAMES.some((other) => other.equals(name))) {
    return identity.version === undefined ? failed(answer, RCode.SERVFAIL) : said(answer, name, identity.version);
  }
  if (ID_NAMES.some((other) => other.equals(name)) && identity.serverId !== undefined) {
    return said(answer, name, identity.serverId);
  }
  return failed(answer, RCode.REFUSED);
}

function failed(answer: Answer, rcode: RCode): Answer {
  answer.rcode = rcode;
  answer.authoritative = false;
  return answer;
}

function said(answer: Answer, name: DNSName, text: string): Answer {
  const rdata = encodeRdata(txt, { strings: [Buffer.from(text).subarray(0, 255)] });
  answer.answer.push({ rrset: { name, type: RType.TXT, class: RClass.CH, ttl: TTL, rdata: [rdata] } });
  answer.result = 'answer';
  return answer;
}
