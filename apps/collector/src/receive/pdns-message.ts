import { ProtoReader, tag, wire } from './proto-reader.ts';

/** PBDNSMessage.Type. */
export const PdnsType = { QUERY: 1, RESPONSE: 2, OUTGOING_QUERY: 3, INCOMING_RESPONSE: 4, INTERNAL: 5 } as const;

/** What the collector reads of a PBDNSMessage; the other fields are stepped over. */
export interface PdnsMessage {
  type: number;
  /** UUID in hex: query and response carry the same. */
  messageId: string;
  /** The client query that caused an outgoing one, in hex. */
  initialRequestId: string;
  serverIdentity: string;
  socketProtocol: number;
  from: Buffer;
  fromPort: number;
  to: Buffer;
  toPort: number;
  inBytes: number;
  timeSec: number;
  timeUsec: number;
  id: number;
  question: { name: string; type: number } | undefined;
  response: PdnsResponse | undefined;
  packetCacheHit: boolean | undefined;
  outgoingQueries: number | undefined;
  ede: number | undefined;
  edeText: string;
  /** Field 30, a serialized TracesData; the last one when there are several, as protobuf's merge demands. */
  openTelemetryData: Buffer | undefined;
  /** Field 33 in hex, '' when absent. */
  openTelemetryTraceId: string;
}

/** Fields of DNSResponse. */
export interface PdnsResponse {
  /** 65536 says that no answer came: timeout or network error. */
  rcode: number;
  queryTimeSec: number;
  queryTimeUsec: number;
  answers: number;
  appliedPolicy: string;
  validationState: number;
}

const { VARINT, LEN } = wire;
const nestedMax = 100_000;
const textMax = 1024;

type Read = (reader: ProtoReader, message: PdnsMessage) => void;
const fields: ReadonlyMap<number, Read> = new Map<number, Read>([
  [tag(1, VARINT), (r, m) => void (m.type = r.uint32())],
  [tag(2, LEN), (r, m) => void (m.messageId = r.bytes().toString('hex', 0, 17))],
  [tag(3, LEN), (r, m) => void (m.serverIdentity = r.string(textMax))],
  [tag(5, VARINT), (r, m) => void (m.socketProtocol = r.uint32())],
  [tag(6, LEN), (r, m) => void (m.from = r.bytes())],
  [tag(7, LEN), (r, m) => void (m.to = r.bytes())],
  [tag(8, VARINT), (r, m) => void (m.inBytes = r.uint32())],
  [tag(9, VARINT), (r, m) => void (m.timeSec = r.uint32())],
  [tag(10, VARINT), (r, m) => void (m.timeUsec = r.uint32())],
  [tag(11, VARINT), (r, m) => void (m.id = r.uint32())],
  [tag(12, LEN), (r, m) => void (m.question = r.message(decodeQuestion))],
  [tag(13, LEN), (r, m) => void (m.response = r.message(decodeResponse))],
  [tag(16, LEN), (r, m) => void (m.initialRequestId = r.bytes().toString('hex', 0, 17))],
  [tag(20, VARINT), (r, m) => void (m.fromPort = r.uint32())],
  [tag(21, VARINT), (r, m) => void (m.toPort = r.uint32())],
  [tag(26, VARINT), (r, m) => void (m.packetCacheHit = r.uint32() !== 0)],
  [tag(27, VARINT), (r, m) => void (m.outgoingQueries = r.uint32())],
  [tag(30, LEN), (r, m) => void (m.openTelemetryData = r.bytes())],
  [tag(31, VARINT), (r, m) => void (m.ede = r.uint32())],
  [tag(32, LEN), (r, m) => void (m.edeText = r.string(textMax))],
  [tag(33, LEN), (r, m) => void (m.openTelemetryTraceId = r.bytes().toString('hex', 0, 17))],
]);

/** Decodes one PBDNSMessage (proto2); undefined when the octets are none. Octets fields are views of `octets`. */
export function decodePdnsMessage(octets: Buffer): PdnsMessage | undefined {
  const reader = new ProtoReader(octets, nestedMax);
  const message = emptyMessage();
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    const read = fields.get(field);
    if (read === undefined) reader.skip();
    else read(reader, message);
  }
  return reader.failed || message.type < 1 || message.type > 5 ? undefined : message;
}

function emptyMessage(): PdnsMessage {
  const nothing = Buffer.alloc(0);
  return {
    type: 0,
    messageId: '',
    initialRequestId: '',
    serverIdentity: '',
    socketProtocol: 0,
    from: nothing,
    fromPort: 0,
    to: nothing,
    toPort: 0,
    inBytes: 0,
    timeSec: 0,
    timeUsec: 0,
    id: 0,
    question: undefined,
    response: undefined,
    packetCacheHit: undefined,
    outgoingQueries: undefined,
    ede: undefined,
    edeText: '',
    openTelemetryData: undefined,
    openTelemetryTraceId: '',
  };
}

function decodeQuestion(reader: ProtoReader): { name: string; type: number } {
  const question = { name: '', type: 0 };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === tag(1, LEN)) question.name = reader.string(textMax);
    else if (field === tag(2, VARINT)) question.type = reader.uint32();
    else reader.skip();
  }
  return question;
}

function decodeResponse(reader: ProtoReader): PdnsResponse {
  const response = { rcode: 0, queryTimeSec: 0, queryTimeUsec: 0, answers: 0, appliedPolicy: '', validationState: 0 };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === tag(1, VARINT)) response.rcode = reader.uint32();
    else if (field === tag(5, VARINT)) response.queryTimeSec = reader.uint32();
    else if (field === tag(6, VARINT)) response.queryTimeUsec = reader.uint32();
    else if (field === tag(3, LEN)) response.appliedPolicy = reader.string(textMax);
    else if (field === tag(11, VARINT)) response.validationState = reader.uint32();
    else {
      if (field === tag(2, LEN)) response.answers++;
      reader.skip();
    }
  }
  return response;
}
