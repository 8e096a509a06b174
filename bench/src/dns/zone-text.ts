/** A zone as signed zones look: addresses, aliases, mail, text, delegations, and a signature for most of it. */
import { closeSync, openSync, writeSync } from 'node:fs';

import { seededRandom } from '@span53/testkit';

/** The zone's name. */
export const origin = 'example.com.';

/** Writes a zone of `records` records, a few more or less, without errors, and returns how many they are. */
export function writeZone(file: string, records: number): number {
  const random = seededRandom(53);
  const fd = openSync(file, 'w');
  let text = `$TTL 3600\n@ IN SOA ns.example.com. admin.example.com. (2026112501 2h 15m 2w 5m)\n`;
  text += `@ IN NS ns.example.com.\nns IN A 192.0.2.53\n`;
  let written = 3;
  for (let i = 0; written < records; i += 1) {
    const lines = host(i, random);
    written += lines.length;
    text += `${lines.join('\n')}\n`;
    if (text.length < 65_536) continue;
    writeSync(fd, text);
    text = '';
  }
  writeSync(fd, text);
  closeSync(fd);
  return written;
}

/** Every host has addresses and their signatures; some have more. */
function host(i: number, random: () => number): string[] {
  const v6 = `2001:db8:${(i >>> 16).toString(16)}:${(i & 0xffff).toString(16)}::53`;
  const lines = [
    `host${i} 300 IN A 192.0.2.${i & 255}`,
    `\t300 IN A 198.51.100.${i & 255}`,
    `host${i} AAAA ${v6}`,
    signature(`host${i}`, 'A', random),
    signature(`host${i}`, 'AAAA', random),
    `www${i} 600 IN CNAME host${i}`,
  ];
  if (i % 2 === 0) lines.push(`mail${i} IN MX 10 host${i}`, `\tIN MX 20 mx.example.net.`);
  if (i % 3 === 0) lines.push(`host${i} TXT "v=spf1 include:_spf.example.net -all" ; who sends mail`);
  if (i % 5 === 0) lines.push(`sub${i} NS ns1.example.net.`, `sub${i} NS ns2.example.net.`);
  if (i % 7 === 0) lines.push(`host${i} CAA 0 issue "ca.example.net"`, `_sip._tcp.host${i} SRV 0 5 5060 host${i}`);
  return lines;
}

function signature(owner: string, type: string, random: () => number): string {
  const octets = Buffer.from(Uint8Array.from({ length: 64 }, () => random() * 256));
  const times = '20261225000000 20261125000000';
  return `${owner} IN RRSIG ${type} 13 3 3600 ${times} 34505 ${origin} ${octets.toString('base64')}`;
}
