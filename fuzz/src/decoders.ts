/** Fuzzes the decoders of packages/dns: no octets make them throw, take long or keep memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { verifyZone } from '@span53/dns/dnssec';
import { decodeTraceparent, findOption, formatOption, optionCodecs } from '@span53/dns/edns';
import { decodeRdata, formatRdata, parseRdata } from '@span53/dns/rdata';
import { TsigKeyring, verifyRequest } from '@span53/dns/tsig';
import {
  DNSName,
  errorResponse,
  groupRecords,
  MessageView,
  readNotify,
  readProxyHeader,
  readUpdate,
  skipName,
  sortableKey,
  ttlOffsets,
  WireReader,
  withOption,
  withProxyHeader,
  withoutOpt,
  withoutOption,
} from '@span53/dns/wire';
import { checkZone, formatZoneError, readZone, writeZone, type ZoneReader } from '@span53/dns/zonefile';
import { Corpus, Random } from './mutate.ts';
import { messageSeeds, nameSeeds, proxySeeds, rdataSeeds, zoneSeeds } from './seeds.ts';

/** How much, and from which seed. */
export interface FuzzOptions {
  readonly iterations: number;
  readonly seed: number;
}

/** One input that a decoder did not stand. */
export interface FuzzFailure {
  readonly target: string;
  /** Hex. */
  readonly input: string;
  readonly message: string;
}

/** What came of a run. */
export interface FuzzReport {
  readonly inputs: number;
  /** Inputs that were well-formed, by target: a fuzzer whose inputs are all refused tests nothing. */
  readonly taken: Readonly<Record<string, number>>;
  readonly failures: readonly FuzzFailure[];
  /** Milliseconds per kB of the slowest input, of its best run. */
  readonly slowestMsPerKb: number;
  /** Octets of heap in use at the end beyond those after the first tenth. */
  readonly heapGrowth: number;
}

interface Target {
  readonly corpus: Corpus;
  /** What is timed: decoding, and showing what RDATA and options are. True when the input was well-formed. */
  readonly decode: (input: Buffer) => boolean;
  /** What is done with what was decoded. Throws when something does not hold. */
  readonly use?: (input: Buffer) => void;
}

/** The limits of time, for each kB and for inputs below, and of what a run may leave on the heap. */
const MS_PER_KB = 1;
export const HEAP_GROWTH_MAX = 32 * 1024 * 1024;
const ATTEMPTS_MAX = 64;
const FAILURES_MAX = 20;
const keyring = new TsigKeyring();
const origin = DNSName.of('example.');

/** Runs mutated inputs through every decoder. Stops early when many fail. */
export function fuzzDecoders({ iterations, seed }: FuzzOptions): FuzzReport {
  const random = new Random(seed);
  const groups = makeGroups();
  const taken: Record<string, number> = Object.fromEntries(Object.keys(groups).map((name) => [name, 0]));
  const failures: FuzzFailure[] = [];
  let slowest = 0;
  let heapBefore = 0;
  let inputs = 0;
  for (; inputs < iterations && failures.length < FAILURES_MAX; inputs += 1) {
    const [name, targets] = random.pick(Object.entries(groups));
    const target = random.pick(targets);
    const input = target.corpus.next(random);
    const outcome = tryInput(target, input);
    if (typeof outcome === 'string') failures.push({ target: name, input: input.toString('hex'), message: outcome });
    else {
      slowest = Math.max(slowest, outcome.msPerKb);
      if (outcome.taken) {
        taken[name]! += 1;
        target.corpus.keep(random, input);
      }
    }
    if (inputs === Math.floor(iterations / 10)) heapBefore = heapInUse();
  }
  return { inputs, taken, failures, slowestMsPerKb: slowest, heapGrowth: heapInUse() - heapBefore };
}

function tryInput({ decode, use }: Target, input: Buffer): { taken: boolean; msPerKb: number } | string {
  try {
    let best = Infinity;
    let taken = false;
    // Neither a pause of the machine nor code that is not compiled yet is a slow decoder: the best of many runs counts.
    for (let attempt = 0; attempt < ATTEMPTS_MAX && best > MS_PER_KB / 4; attempt += 1) {
      const start = performance.now();
      taken = decode(input);
      best = Math.min(best, (performance.now() - start) / Math.max(1, input.length / 1024));
    }
    use?.(input);
    return best > MS_PER_KB ? `takes ${best.toFixed(2)} ms per kB` : { taken, msPerKb: best };
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Targets by what they decode; each group gets as many inputs. */
function makeGroups(): Record<string, Target[]> {
  return {
    message: [{ corpus: new Corpus(messageSeeds), decode: decodeMessage, use: useMessage }],
    name: [{ corpus: new Corpus(messageSeeds), decode: fuzzName }],
    'name text': [{ corpus: new Corpus(nameSeeds), decode: fuzzNameText }],
    'proxy header': [{ corpus: new Corpus(proxySeeds), decode: decodeProxyHeader, use: useProxyHeader }],
    'zone file': [{ corpus: new Corpus(zoneSeeds), decode: fuzzZone, use: useZone }],
    rdata: rdataSeeds.map(([type, rdata]) => ({
      corpus: new Corpus([rdata], 16),
      decode: (input) => isRdata(type, input),
      use: (input) => useRdata(type, input),
    })),
    option: optionCodecs.map(({ code }) => ({
      corpus: new Corpus([Buffer.alloc(4), Buffer.alloc(27)], 16),
      decode: (input) => isOption(code, input),
      use: decodeTraceparent,
    })),
    'rdata text': rdataSeeds.map(([type, rdata]) => ({
      corpus: new Corpus([Buffer.from(formatRdata(type, rdata), 'latin1')], 16),
      decode: (input) => parseRdata(type, input.toString('latin1')) instanceof Uint8Array,
      use: (input) => useRdataText(type, input),
    })),
  };
}

function decodeMessage(input: Buffer): boolean {
  const view = MessageView.open(input);
  if (view === undefined) return false;
  const records = view.records();
  while (records.next()) {
    records.name();
    records.rdata();
    const { rdataOffset, rdataLength } = records;
    decodeRdata(records.type, new WireReader(input, rdataOffset, rdataOffset + rdataLength));
  }
  return view.problem === undefined;
}

/** Everything a server does to a packet before it knows whether it is any good. */
function useMessage(input: Buffer): void {
  const view = MessageView.open(input);
  if (view === undefined) return;
  const records = view.records();
  while (records.next()) {
    const rdata = records.rdata();
    if (rdata !== undefined) formatRdata(records.type, rdata, records.class);
  }
  view.qname.toString();
  ttlOffsets(view);
  readUpdate(view);
  readNotify(view);
  verifyRequest(view, keyring, { unixSeconds: 0 });
  for (const { code, data } of view.opt?.options() ?? []) formatOption(code, data);
  const edits = [
    withOption(view, { code: 65_500, data: new Uint8Array(27), limit: 65_535 }),
    withoutOption(view, 10),
    withoutOpt(view),
    errorResponse(view, 16),
  ];
  for (const edited of edits) {
    const problem = typeof edited === 'string' ? undefined : MessageView.open(edited)!.problem;
    if (view.problem === undefined && problem !== undefined)
      throw new Error(`an edit made a good message bad: ${problem}`);
  }
}

function fuzzName(input: Buffer): boolean {
  const at = input.length === 0 ? 0 : input[0]! % input.length;
  skipName(input, at);
  const name = DNSName.read(input, at);
  if (name === undefined) return false;
  const again = DNSName.parse(name.toString());
  if (again?.key !== name.key) throw new Error('a name does not come back from its text');
  sortableKey(name);
  return true;
}

function fuzzNameText(input: Buffer): boolean {
  return DNSName.parse(input.toString('latin1')) !== undefined;
}

function decodeProxyHeader(input: Buffer): boolean {
  return typeof readProxyHeader(input) === 'object';
}

/** A header that names somebody comes back from what is written for it. */
function useProxyHeader(input: Buffer): void {
  const read = readProxyHeader(input);
  if (typeof read === 'string' || read.header === undefined) return;
  const written = withProxyHeader(input.subarray(read.length), read.header);
  if (!written.equals(input)) throw new Error('a PROXY header does not come back from its octets');
}

/** Decoded and shown, which is timed as well. */
function isRdata(type: number, input: Buffer): boolean {
  formatRdata(type, input);
  return decodeRdata(type, new WireReader(input)).kind === 'known';
}

/** What is decoded can be shown, and what is shown is read back. RDATA that stand alone have no message to point into:
 *  with a compressed name they are shown as octets, which are refused. */
function useRdata(type: number, input: Buffer): void {
  const shown = formatRdata(type, input);
  if (decodeRdata(type, new WireReader(input, 0, input.length, false)).kind === 'opaque') return;
  const parsed = parseRdata(type, shown);
  if (!(parsed instanceof Uint8Array)) throw new Error(`type ${type}: "${shown}" is not read back: ${parsed.message}`);
}

/** What was parsed is RDATA of its type, and shown it is the same again. */
function useRdataText(type: number, input: Buffer): void {
  const rdata = parseRdata(type, input.toString('latin1'));
  if (!(rdata instanceof Uint8Array)) return;
  const again = parseRdata(type, formatRdata(type, rdata));
  if (!(again instanceof Uint8Array) || !Buffer.from(again).equals(rdata))
    throw new Error(`type ${type}: ${formatRdata(type, rdata)} is not the same again`);
}

function isOption(code: number, input: Buffer): boolean {
  formatOption(code, input);
  return findOption(code)?.decode(input) !== undefined;
}

function readFuzzed(input: Buffer): ZoneReader {
  const open = (path: string): string[] => [`in${path.length} A 192.0.2.1\n`];
  // What $GENERATE makes is text to read as well, and time is counted by the octets of the input.
  return readZone([input], { origin, defaultTtl: 60, generatedMax: 8, open });
}

function fuzzZone(input: Buffer): boolean {
  let records = 0;
  for (const _record of readFuzzed(input)) records += 1;
  return records > 0;
}

/** The records that a damaged zone has are checked like others, and what is written of them reads back. */
function useZone(input: Buffer): void {
  const records = [...readFuzzed(input)];
  checkZone(records, { origin, nowSeconds: 0 });
  verifyZone({ origin, rrsets: groupRecords(records), unixSeconds: 0 });
  const reader = readZone(writeZone(records, { origin }), { origin });
  const written = [...reader];
  if (reader.errors.length > 0) throw new Error(`what was written is wrong: ${formatZoneError(reader.errors[0]!)}`);
  if (written.length !== records.length) throw new Error('other records were written than read');
}
