/** docker-compose.yml and the files it mounts, from the same topology as `span53 up`. */
import { stringify } from 'yaml';

import { authorityName, labConfigs, printConfig } from './configs.ts';
import { AUTHORITIES, COMPOSE_PLACES as places, LOCAL_PLACES } from './places.ts';
import { labHints, labZones } from './zones.ts';

/** Folder of the mounted files, relative to the repository. */
const FOLDER = 'deploy/lab';

/** Relative path to text, for every generated file. */
export function composeFiles(): Map<string, string> {
  const files = new Map<string, string>();
  files.set('docker-compose.yml', HEADER + stringify(composeFile(), { lineWidth: 0 }));
  const configs = labConfigs({
    places: { ...places, ...listenAnywhere() },
    files: {
      database: () => '/data/zones.sqlite',
      zones: () => '/etc/span53/zones',
      hints: '/etc/span53/root.hints',
      traces: '/data/traces.sqlite',
    },
    otlpUrl: 'environment',
    sample: 'all',
    workers: 1,
  });
  for (const [name, config] of configs) files.set(`${FOLDER}/${name}.yml`, printConfig(config));
  files.set(`${FOLDER}/root.hints`, labHints(places));
  for (const zone of labZones(places)) {
    const file = `${zone.apex === '.' ? 'root' : zone.apex.replace(/\.$/, '')}.zone`;
    for (const authority of zone.servedBy) files.set(`${FOLDER}/zones-${authority}/${file}`, zone.text);
  }
  files.set(`${FOLDER}/prometheus.yml`, stringify(prometheus(), { lineWidth: 0 }));
  files.set(`${FOLDER}/grafana-datasources.yml`, stringify(grafanaDatasources(), { lineWidth: 0 }));
  return files;
}

const HEADER = `# The lab chain of Span53 in containers: docker compose up -d --build --wait
# then: dig @127.0.0.1 -p 5300 www.shop.test, and the trace at http://127.0.0.1:5380
# Grafana and Prometheus: --profile grafana. Traces to Jaeger instead of our collector, by one setting:
#   OTEL_EXPORTER_OTLP_ENDPOINT=http://198.18.53.20:4318 docker compose --profile jaeger up -d --build --wait
# Generated from apps/cli/src/lab by \`npm run generate\`.
`;

/** A container listens on all its addresses where Docker publishes a port; who may ask is the ACL's business. */
function listenAnywhere(): Partial<typeof places> {
  return { collector: { ...places.collector, address: '0.0.0.0' } };
}

type Service = Record<string, unknown>;

function composeFile(): object {
  const services: Record<string, Service> = {
    collector: {
      ...service('collector', 'collector', places.collector.address),
      ports: [
        `127.0.0.1:${LOCAL_PLACES.collector.webPort}:${places.collector.webPort}`,
        '127.0.0.1:4318:4318',
        '127.0.0.1:5301:5301',
      ],
    },
  };
  for (const authority of AUTHORITIES) {
    const name = authorityName(authority);
    const base = service(name, 'auth', places.authorities[authority]);
    const zones = `./${FOLDER}/zones-${authority}:/etc/span53/zones:ro`;
    services[name] = { ...base, volumes: [...(base['volumes'] as string[]), zones] };
  }
  const recursor = service('recursor', 'recursor', places.recursor.address);
  services['recursor'] = {
    ...recursor,
    volumes: [...(recursor['volumes'] as string[]), `./${FOLDER}/root.hints:/etc/span53/root.hints:ro`],
  };
  const { port } = LOCAL_PLACES.proxy;
  services['proxy'] = {
    ...service('proxy', 'proxy', places.proxy.address),
    ports: [`127.0.0.1:${port}:53/udp`, `127.0.0.1:${port}:53/tcp`],
  };
  return {
    services: { ...services, ...profiles() },
    networks: { lab: { ipam: { config: [{ subnet: '198.18.53.0/24' }] } } },
  };
}

function service(name: string, app: string, address: string): Service {
  return {
    image: `span53-${app}`,
    build: { context: '.', args: { APP: app } },
    hostname: name,
    init: true,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    sysctls: { 'net.ipv4.ip_unprivileged_port_start': 0 },
    tmpfs: ['/data:uid=65532,gid=65532,mode=0700', '/tmp'],
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `\${OTEL_EXPORTER_OTLP_ENDPOINT:-http://${places.collector.address}:4318}`,
    },
    stop_grace_period: '10s',
    restart: 'unless-stopped',
    volumes: [`./${FOLDER}/${name}.yml:/etc/span53/config.yml:ro`],
    networks: { lab: { ipv4_address: address } },
  };
}

/** Official images, wired up; they start only when their profile is asked for. */
function profiles(): Record<string, Service> {
  const networks = (address: string): object => ({ lab: { ipv4_address: address } });
  return {
    jaeger: {
      image: 'jaegertracing/jaeger:2.10.0',
      profiles: ['jaeger'],
      ports: ['127.0.0.1:16686:16686'],
      networks: networks('198.18.53.20'),
    },
    prometheus: {
      image: 'prom/prometheus:v3.6.0',
      profiles: ['grafana'],
      volumes: [`./${FOLDER}/prometheus.yml:/etc/prometheus/prometheus.yml:ro`],
      networks: networks('198.18.53.21'),
    },
    grafana: {
      image: 'grafana/grafana:12.2.0',
      profiles: ['grafana'],
      ports: ['127.0.0.1:3000:3000'],
      volumes: [`./${FOLDER}/grafana-datasources.yml:/etc/grafana/provisioning/datasources/span53.yml:ro`],
      networks: networks('198.18.53.22'),
    },
  };
}

function prometheus(): object {
  const target = (name: string, address: string, port: number): object => ({
    job_name: name,
    static_configs: [{ targets: [`${address}:${port}`] }],
  });
  return {
    global: { scrape_interval: '5s' },
    scrape_configs: [
      target('proxy', places.proxy.address, places.proxy.webPort),
      target('recursor', places.recursor.address, places.recursor.webPort),
      ...AUTHORITIES.map((each) => target(authorityName(each), places.authorities[each], places.authorityWebPort)),
    ],
  };
}

/** The collector speaks Jaeger's query API, so Grafana reads it as a Jaeger data source. */
function grafanaDatasources(): object {
  const { address, webPort } = places.collector;
  return {
    apiVersion: 1,
    datasources: [
      { name: 'Span53 traces', type: 'jaeger', access: 'proxy', url: `http://${address}:${webPort}`, isDefault: true },
      { name: 'Prometheus', type: 'prometheus', access: 'proxy', url: 'http://198.18.53.21:9090' },
    ],
  };
}
