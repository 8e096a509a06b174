import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeEde, encodeOptions, Ede, OptionCode } from '@span53/dns/edns';
import { DNSName, Flag, MessageBuilder, MessageView, RClass, RType, Section } from '@span53/dns/wire';

import { formatResponse, formatShort } from './dig-format.ts';

const name = DNSName.of('www.example.');

function response(options: Uint8Array): MessageView {
  const builder = new MessageBuilder();
  builder.start({ id: 53, flags: Flag.QR | Flag.RD | Flag.RA, limit: 1232 });
  builder.question(name, RType.A, RClass.IN);
  builder.rrset(Section.ANSWER, {
    name,
    type: RType.A,
    class: RClass.IN,
    ttl: 60,
    rdata: [Uint8Array.of(192, 0, 2, 1)],
  });
  builder.opt({ udpSize: 1232, options });
  return MessageView.open(builder.finish())!;
}

test('a response reads as dig prints it', () => {
  const text = formatResponse(response(new Uint8Array(0)), {
    server: '127.0.0.1:5300',
    transport: 'UDP',
    elapsedMs: 1.25,
    when: new Date(0),
  });
  assert.match(text, /;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 53/);
  assert.match(text, /;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1/);
  assert.match(text, /;www\.example\.\t\tIN\tA/);
  assert.match(text, /www\.example\.\t\t60\tIN\tA\t192\.0\.2\.1/);
  assert.match(text, /;; Query time: 1\.3 msec\n;; SERVER: 127\.0\.0\.1:5300 \(UDP\)/);
});

test('options are named, and text from the network cannot act on the terminal', () => {
  const options = encodeOptions([
    { code: OptionCode.EDE, data: encodeEde(Ede.NoReachableAuthority, 'no \u001b[2J answer') },
    { code: OptionCode.NSID, data: Buffer.from('auth\u0007') },
    { code: 65001, data: Uint8Array.of(1, 2) },
  ]);
  const text = formatResponse(response(options), { server: 's', transport: 'TCP', elapsedMs: 20, when: new Date(0) });
  assert.match(text, /; EDE: 22 \(No Reachable Authority\): \(no \.\[2J answer\)/);
  assert.match(text, /; NSID: 6175746807 \("auth\."\)/);
  assert.match(text, /; OPT65001: 0102/);
});

test('+short is the RDATA alone', () => assert.equal(formatShort(response(new Uint8Array(0))), '192.0.2.1'));
