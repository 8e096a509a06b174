import { bool, dnsName, given, needed, structure, u32 } from '@span53/config';
import { RClass, RCode, RType, Section, WireWriter } from '@span53/dns/wire';

import { responseVars } from '../answer.ts';
import { defineAction } from '../catalogue.ts';

const soaParameters = structure({
  serial: needed(u32, 'serial'),
  refresh: needed(u32, 'seconds'),
  retry: needed(u32, 'seconds'),
  expire: needed(u32, 'seconds'),
  minimum: needed(u32, 'seconds: the negative TTL (RFC 2308)'),
});

/** Answers NXDOMAIN or NODATA with an SOA record made up here. */
export const negativeAndSoa = defineAction({
  type: 'NegativeAndSOA',
  options: {
    nxd: needed(bool, 'true: NXDOMAIN, false: NODATA'),
    zone: needed(dnsName, "the SOA's owner"),
    ttl: needed(u32, "the SOA's TTL, seconds"),
    mname: needed(dnsName, 'primary server'),
    rname: needed(dnsName, 'mailbox'),
    soa_parameters: needed(soaParameters, 'numbers of the SOA'),
    soa_in_authority: given(bool, false, 'authority section instead of additional'),
    vars: responseVars,
  },
  build: (options, { plane }) => {
    const { serial, refresh, retry, expire, minimum } = options.soa_parameters;
    const writer = new WireWriter(1024);
    writer.name(options.mname);
    writer.name(options.rname);
    for (const value of [serial, refresh, retry, expire, minimum]) writer.u32(value);
    const soa = {
      section: options.soa_in_authority ? Section.AUTHORITY : Section.ADDITIONAL,
      rrset: { name: options.zone, type: RType.SOA, class: RClass.IN, ttl: options.ttl, rdata: [writer.finish()] },
    };
    const rcode = options.nxd ? RCode.NXDOMAIN : RCode.NOERROR;
    return (query) => {
      query.answer = plane.answers.records(query, [soa], options.vars, rcode);
      return 'answer';
    };
  },
});
