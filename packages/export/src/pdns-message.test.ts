import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SocketAddress } from '@span53/dns/inet';
import { bigintOf, type Int64, PBDNSMessage } from '@span53/proto';
import { hex, plainSpans, testTracer, toHex } from '@span53/testkit';
import {
  encodePdnsMessage,
  encodePdnsSpans,
  encodePdnsTrace,
  pdnsNetworkError,
  rawEdnsVersion,
  rawHeaderFlags,
} from './pdns-message.ts';

const traceId = hex`4bf92f3577b34da6a3ce929d0e0e4736`;
const at = (text: string) => SocketAddress.parse(text)!;

test('header flags as PowerDNS stores them on little-endian hosts: wire 01 10 (RD, CD) is 0x1001', () => {
  assert.equal(rawHeaderFlags(hex`1234 01 10 0001 0000 0000 0000`), 0x1001);
});

test('EDNS version field stored the same way: DO alone, wire 00 00 80 00, is 0x00800000', () => {
  assert.equal(rawEdnsVersion(0x00008000), 0x00800000);
  assert.equal(rawEdnsVersion(0x01020304), 0x04030201);
  assert.equal(rawEdnsVersion(0x000000ff), 0xff000000);
});

test('the smallest trace-only message, octet for octet', () => {
  const spans = hex`0a 00`;
  assert.equal(toHex(encodePdnsTrace(traceId, spans)), `08058a0210${toHex(traceId)}f201020a00`);
});

test('a query message has every field the generated decoder knows', () => {
  const octets = encodePdnsMessage({
    type: 'query',
    messageId: new Uint8Array(16).fill(1),
    serverIdentity: 'edge-1',
    protocol: 'tcp',
    from: at('192.0.2.1:5353'),
    to: at('198.51.100.1:53'),
    inBytes: 43,
    timeMs: 1_767_225_600_123.456,
    id: 4660,
    question: { name: 'www.example.org.', type: 1, class: 1 },
    subnet: at('203.0.113.0:0').address,
    requestorId: 'user',
    initialRequestId: new Uint8Array(16).fill(2),
    deviceId: hex`aabb`,
    deviceName: 'phone',
    newlyObservedDomain: false,
    meta: [{ key: 'pool', values: ['lab', -5] }],
    httpVersion: 2,
    workerId: 0,
    headerFlags: 0x1001,
    ednsVersion: 0x00800000,
    ede: 0,
    edeText: 'text',
    traceId,
  });
  const message = PBDNSMessage.decode(octets);
  const { meta, inBytes, workerId, question, messageId, from, to, ...rest } = message;
  assert.deepEqual([toHex(from!), toHex(to!), toHex(messageId!)], ['c0000201', 'c6336401', '01'.repeat(16)]);
  assert.deepEqual([bigintOf(inBytes as Int64), bigintOf(workerId as Int64)], [43n, 0n]);
  assert.deepEqual({ ...question }, { qName: 'www.example.org.', qType: 1, qClass: 1 });
  assert.deepEqual(meta![0]!.value!.stringVal, ['lab']);
  assert.equal(bigintOf(meta![0]!.value!.intVal![0] as Int64), -5n);
  const { type, socketFamily, socketProtocol, timeSec, timeUsec, id, fromPort, toPort, httpVersion } = rest;
  assert.deepEqual([type, socketFamily, socketProtocol, httpVersion], [1, 1, 2, 2]);
  assert.deepEqual([timeSec, timeUsec, id, fromPort, toPort], [1_767_225_600, 123_456, 4660, 5353, 53]);
  const { requestorId, deviceName, newlyObservedDomain, headerFlags, ednsVersion, ede, edeText } = rest;
  assert.deepEqual([requestorId, deviceName, newlyObservedDomain], ['user', 'phone', false]);
  assert.deepEqual([headerFlags, ednsVersion, ede, edeText], [0x1001, 0x00800000, 0, 'text']);
  assert.equal(toHex(rest.originalRequestorSubnet!), 'cb007100');
  assert.equal(toHex(rest.openTelemetryTraceID!), toHex(traceId));
  assert.equal(Object.hasOwn(message, 'openTelemetryData'), false, 'an ID without spans');
});

test('a response message', () => {
  const message = PBDNSMessage.decode(
    encodePdnsMessage({
      type: 'response',
      from: at('[2001:db8::1]:53'),
      packetCacheHit: true,
      outgoingQueries: 3,
      response: {
        rcode: 0,
        records: [{ name: 'www.example.org.', type: 1, class: 1, ttl: 60, rdata: hex`c0000201` }],
        appliedPolicy: 'rpz',
        appliedPolicyType: 2,
        appliedPolicyKind: 3,
        appliedPolicyTrigger: 'www.example.org.',
        appliedPolicyHit: 'www.example.org',
        tags: ['a', 'b'],
        queryTimeMs: 1_767_225_599_999.999,
        validationState: 3,
      },
    }),
  );
  assert.deepEqual([message.type, message.socketFamily, message.from!.length], [2, 2, 16]);
  assert.deepEqual([message.packetCacheHit, message.outgoingQueries], [true, 3]);
  const { rrs, tags, ...response } = message.response!;
  assert.deepEqual(
    { ...rrs![0]!, rdata: toHex(rrs![0]!.rdata!) },
    {
      name: 'www.example.org.',
      type: 1,
      class: 1,
      ttl: 60,
      rdata: 'c0000201',
    },
  );
  assert.deepEqual(tags, ['a', 'b']);
  assert.deepEqual(
    { ...response },
    {
      rcode: 0,
      appliedPolicy: 'rpz',
      queryTimeSec: 1_767_225_599,
      queryTimeUsec: 999_999,
      appliedPolicyType: 2,
      appliedPolicyTrigger: 'www.example.org.',
      appliedPolicyHit: 'www.example.org',
      appliedPolicyKind: 3,
      validationState: 3,
    },
  );
});

test('an incoming response that never came: rcode 65536, no octets', () => {
  const message = PBDNSMessage.decode(
    encodePdnsMessage({ type: 'incoming response', inBytes: 0, response: { rcode: pdnsNetworkError } }),
  );
  assert.deepEqual([message.type, message.response!.rcode, bigintOf(message.inBytes as Int64)], [4, 65_536, 0n]);
});

test('spans appended to an encoded message replace those in it', () => {
  const rig = testTracer();
  rig.tracer.start('dns.server.query', { nowMs: 0 })!.finish();
  const early = encodePdnsMessage({ type: 'response', id: 7, spans: hex`0a00`, traceId });
  const message = PBDNSMessage.decode(Buffer.concat([early, encodePdnsSpans(rig.kept[0]!)]));
  assert.equal(message.id, 7);
  assert.deepEqual(plainSpans(message.openTelemetryData!), rig.spans);
});
