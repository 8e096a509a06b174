/** The wire codec beside dns-packet, and names alone.
 *
 *      node --conditions=@span53/source bench/src/wire.ts
 *
 *  Prints nanoseconds per call and what the goals of packages/dns ask for; nothing is asserted, machines differ. */
import dnsPacket from 'dns-packet';

import { OptionCode } from '@span53/dns/edns';
import { decodeRdata } from '@span53/dns/rdata';
import {
  compareNames,
  DNSName,
  Flag,
  MessageBuilder,
  MessageView,
  NameTree,
  RClass,
  RType,
  Section,
  WireReader,
  withOption,
  type RRset,
} from '@span53/dns/wire';

const qname = 'www.example.com';
const owner = DNSName.of(qname);
const context = Buffer.from('00004bf92f3577b34da6a3ce929d0e0e473600f067aa0ba902b701', 'hex');
/** A query as a proxy gets it: OPT with a COOKIE and a TRACEPARENT. */
const query = [OptionCode.COOKIE, OptionCode.TRACEPARENT].reduce(
  (message, code) => {
    const data = code === OptionCode.COOKIE ? context.subarray(0, 8) : context;
    const edited = withOption(MessageView.open(message)!, { code, data, limit: 512 });
    return typeof edited === 'string' ? message : edited;
  },
  dnsPacket.encode({
    type: 'query',
    id: 0x1234,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ type: 'A', name: qname }],
  }),
);
const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
const response = dnsPacket.encode({
  type: 'response',
  id: 0x1234,
  flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE,
  questions: [{ type: 'A', name: qname }],
  answers: addresses.map((data) => ({ type: 'A', name: qname, ttl: 300, data })),
});
const answers: RRset = {
  name: owner,
  type: RType.A,
  class: RClass.IN,
  ttl: 300,
  rdata: addresses.map((address) => Uint8Array.from(address.split('.').map(Number))),
};
const decodedResponse = dnsPacket.decode(response);

/** Looks at a query as a server does: question, OPT, the option that decides tracing. */
function viewQuery(): number {
  const view = MessageView.open(query)!;
  const { opt } = view;
  return view.qtype + (opt === undefined ? 0 : opt.find(OptionCode.TRACEPARENT) + opt.udpSize);
}

/** The same, and the QNAME as a map key. */
function viewWithKey(): number {
  return viewQuery() + MessageView.open(query)!.qnameKey.length;
}

/** Every record as a name and a value. */
function decodeAll(): number {
  const view = MessageView.open(response)!;
  const records = view.records();
  let seen = view.qname.wire.length;
  while (records.next()) {
    const { rdataOffset, rdataLength } = records;
    const rdata = decodeRdata(records.type, new WireReader(response, rdataOffset, rdataOffset + rdataLength));
    seen += records.name()!.wire.length + records.ttl + (rdata.kind === 'known' ? 1 : 0);
  }
  return seen;
}

const builder = new MessageBuilder();
function encodeAll(): number {
  builder.start({ id: 0x1234, flags: Flag.QR | Flag.RD | Flag.RA, limit: 1232, reserved: 11 });
  builder.question(owner, RType.A, RClass.IN);
  builder.rrset(Section.ANSWER, answers);
  return builder.finish().length;
}

const left = DNSName.of('WWW.Sub.example.com.');
const right = DNSName.of('www.sub.example.org.');
const same = DNSName.of('www.sub.EXAMPLE.com.');
const tree = new NameTree<number>();
for (let i = 0; i < 100_000; i += 1) tree.set(DNSName.of(`zone${i}.example.com.`), i);
const known = DNSName.of('host.zone4711.example.com.');

const calls = 20_000;
const rounds = 25;
const tasks = {
  view: viewQuery,
  viewWithKey,
  theirView: () => dnsPacket.decode(query).id!,
  decode: decodeAll,
  theirDecode: () => dnsPacket.decode(response).id!,
  encode: encodeAll,
  theirEncode: () => dnsPacket.encode(decodedResponse).length,
  compare: () => compareNames(left, right),
  equal: () => (left.equals(same) ? 1 : 0),
  closest: () => tree.closest(known)!.value,
};
type Task = keyof typeof tasks;
let sink = 0;

/** Nanoseconds per call. Tasks run in turns, the best round counts: what else the machine does is left out. */
function measure(): Record<Task, number> {
  const names = Object.keys(tasks) as Task[];
  const best = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Task, number>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const run = tasks[name];
      const start = process.hrtime.bigint();
      for (let i = 0; i < calls; i += 1) sink += run();
      best[name] = Math.min(best[name], Number(process.hrtime.bigint() - start) / calls);
    }
  }
  return best;
}

const ns = measure();
const line = (what: string, took: number, goal = '', met = true): void =>
  console.log(`${what.padEnd(46)} ${took.toFixed(0).padStart(6)} ns  ${goal}${goal === '' || met ? '' : '  MISSED'}`);
const atMost = (what: string, task: Task, limit: number): void =>
  line(what, ns[task], `at most ${limit} ns`, ns[task] <= limit);
const times = (what: string, task: Task, their: Task, least: number): void => {
  const ratio = ns[their] / ns[task];
  line(
    what,
    ns[task],
    `${ratio.toFixed(1)} times dns-packet's ${ns[their].toFixed(0)} ns, at least ${least}`,
    ratio >= least,
  );
};
atMost('view of a query: question, OPT, TRACEPARENT', 'view', 100);
times('', 'view', 'theirView', 5);
line('the same, and the QNAME as a key', ns.viewWithKey);
times('full decode of an answer of 4 records', 'decode', 'theirDecode', 3);
times('encode it with compression', 'encode', 'theirEncode', 5);
atMost('names: canonical order', 'compare', 100);
atMost('names: equal but for case', 'equal', 100);
atMost('names: closest of 100,000 zones', 'closest', 100);
if (sink === 0) console.log('nothing was measured');
