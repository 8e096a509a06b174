/** The selectors that rules can use. */
import { catalogueOf, type Selector } from '../catalogue.ts';
import { all } from './all.ts';
import { and } from './and.ts';
import { byName } from './by-name.ts';
import { dnssec } from './dnssec.ts';
import { dstPort } from './dst-port.ts';
import { ednsOption } from './edns-option.ts';
import { ednsVersion } from './edns-version.ts';
import { erCode } from './er-code.ts';
import { incomingProtocol } from './incoming-protocol.ts';
import { maxQpsIp } from './max-qps-ip.ts';
import { maxQps } from './max-qps.ts';
import { netmaskGroup } from './netmask-group.ts';
import { not } from './not.ts';
import { opcode } from './opcode.ts';
import { or } from './or.ts';
import { payloadSize } from './payload-size.ts';
import { poolAvailable } from './pool-available.ts';
import { poolOutstanding } from './pool-outstanding.ts';
import { proba } from './proba.ts';
import { qclass } from './qclass.ts';
import { qnameLabelsCount } from './qname-labels-count.ts';
import { qnameSet } from './qname-set.ts';
import { qnameSuffix } from './qname-suffix.ts';
import { qnameWireLength } from './qname-wire-length.ts';
import { qname } from './qname.ts';
import { qtype } from './qtype.ts';
import { rcode } from './rcode.ts';
import { rd } from './rd.ts';
import { recordsCount } from './records-count.ts';
import { recordsTypeCount } from './records-type-count.ts';
import { tag } from './tag.ts';
import { tcp } from './tcp.ts';
import { trailingData } from './trailing-data.ts';

/** Every selector by its `type`. */
export const selectors = catalogueOf<Selector>(
  'selector',
  [
    all,
    and,
    byName,
    dnssec,
    dstPort,
    ednsOption,
    ednsVersion,
    erCode,
    incomingProtocol,
    maxQps,
    maxQpsIp,
    netmaskGroup,
    not,
    opcode,
    or,
    payloadSize,
    poolAvailable,
    poolOutstanding,
    proba,
    qclass,
    qname,
    qnameLabelsCount,
    qnameSet,
    qnameSuffix,
    qnameWireLength,
    qtype,
    rcode,
    rd,
    recordsCount,
    recordsTypeCount,
    tag,
    tcp,
    trailingData,
  ],
  [
    'HTTPHeader',
    'HTTPPath',
    'HTTPPathRegex',
    'KeyValueStoreLookup',
    'KeyValueStoreRangeLookup',
    'Lua',
    'LuaFFI',
    'LuaFFIPerThread',
    'ProxyProtocolValue',
    'RE2',
    'Regex',
    'SNI',
    'TimedIPSet',
  ],
);
