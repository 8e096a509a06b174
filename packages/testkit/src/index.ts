export { arbitraryLabel, arbitraryName } from './arbitraries.ts';
export { arbitraryMessage, arbitraryRRset, arbitraryValue } from './arbitrary-rdata.ts';
export { FakeClock } from './fake-clock.ts';
export { OtlpSink, type OtlpReply, type OtlpRequest, PdnsSink } from './collectors.ts';
export { expectTrace, HopExpectation, type TraceExpectations, TraceView } from './expect-trace.ts';
export { exporterContext, type TestExporterContext } from './exporter-context.ts';
export { dig, digOctets, type DigQuery, type DigResponse } from './dig.ts';
export { digQuery, fourAddresses, nameError, plainQuery, referralResponse, tracedQuery } from './fixtures.ts';
export { fromHex, hex, toHex } from './hex.ts';
export { expectRdata, wireName, type RdataTable } from './rdata-cases.ts';
export { replay, scripted, type ReplayPacket, type ReplayWords, type ScriptedNetwork } from './replay.ts';
export {
  answer,
  negative,
  question,
  queryOctets,
  record,
  referral,
  respond,
  saying,
  type SimHost,
  type SimResponse,
} from './sim-message.ts';
export {
  SimNetwork,
  seededRandom,
  type SimArrival,
  type SimLink,
  type SimPacket,
  type SimSend,
} from './sim-network.ts';
export { authority } from './sim-zone.ts';
export { type PlainAttributes, type PlainSpan, plainSpans, type PlainValue } from './plain-span.ts';
export { testEpochMs, type TestTracer, testTracer } from './test-tracer.ts';
export { zoneCases, type ZoneCase } from './zone-cases.ts';
export { zoneCorpus, zoneFeatures, type CorpusZone, type ZoneFeature } from './zone-corpus.ts';
