/** A server for the tests of the runtime: answers every query with its own octets and QR set. */
import { bool, given, list, loadYaml, netmaskSet, section, socketAddress, structure, u16 } from '@span53/config';
import { countInto } from '@span53/transport';

import { openDnsListeners } from './dns-listeners.ts';
import { runServer } from './main.ts';
import { guardQueries } from './query-guard.ts';
import type { ServerDefinition } from './server-definition.ts';

const schema = structure({
  listen: list(socketAddress({ port: 53 })),
  workers: given(u16, 1, 'threads'),
  slow_ms: given(u16, 0, 'wait before each answer'),
  throws: given(bool, false, 'fail on each query'),
  allow: given(netmaskSet, ['127.0.0.0/8'], 'web clients'),
  web: section({ listen: list(socketAddress({ port: 0 })) }),
});

interface EchoConfig {
  readonly value: ReturnType<typeof loadYaml<typeof schema>>['value'];
}

const definition: ServerDefinition<EchoConfig> = {
  name: 'auth',
  version: '0.0.0',
  summary: 'echoes',
  module: import.meta.url,
  load: ({ text, file, overrides }) => {
    const { value, warnings, raw } = loadYaml({ text, file, schema, overrides });
    return { config: { value }, warnings, printable: raw };
  },
  settings: ({ value }) => ({
    workers: value.workers,
    logLevel: 'info',
    shutdownGraceMs: 2000,
    web: {
      listen: value.web.listen,
      apiKey: 'secret',
      password: undefined,
      allowFrom: value.allow,
      bodyOctetsMax: 1000,
      metricsNeedKey: false,
    },
  }),
  declareMetrics: () => {},
  openMain: async () => ({
    routes: (app) => void app.get('/api/v1/echo', (c) => c.json({ echo: true })),
    [Symbol.asyncDispose]: async () => {},
  }),
  openWorker: async (context) => {
    const { value } = context.config;
    const handler = guardQueries((inbound) => {
      if (value.throws) throw new Error('as configured');
      const answer = Buffer.from(inbound.message);
      answer[2]! |= 0x80;
      setTimeout(() => inbound.reply(answer), value.slow_ms);
    }, context.report);
    return openDnsListeners(
      {
        addresses: value.listen,
        reusePort: context.reusePort,
        siblings: context.siblings,
        drainMs: context.graceMs,
        countUdp: countInto(context.row, context.transport.udp),
        countTcp: countInto(context.row, context.transport.tcp),
      },
      handler,
    );
  },
};

runServer(definition);
