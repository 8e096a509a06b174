import { needed } from '@span53/config';
import * as v from 'valibot';

import { defineSelector } from '../catalogue.ts';

const names = ['DoUDP', 'DoTCP', 'DNSCryptUDP', 'DNSCryptTCP', 'DoT', 'DoH', 'DoQ', 'DoH3'] as const;
const ours = { DoUDP: 'udp', DoTCP: 'tcp', DoT: 'dot', DoH: 'doh' } as const;

/** What the query arrived over, in dnsdist's words and case. */
export const incomingProtocol = defineSelector({
  type: 'IncomingProtocol',
  options: { protocol: needed(v.picklist(names, `expected ${names.join(', ')}`), 'protocol') },
  build: ({ protocol }) => {
    const wanted = protocol in ours ? ours[protocol as keyof typeof ours] : undefined;
    return ({ client }) => client.protocol === wanted;
  },
});
