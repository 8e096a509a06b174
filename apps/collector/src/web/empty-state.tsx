import { go } from './navigation.ts';

/** Says what to do when there is nothing to show. */
export function EmptyState({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <section class="empty">
        <h2>No trace matches</h2>
        <p>
          <button onClick={() => go('/')}>Show all traces</button>
        </p>
      </section>
    );
  }
  return (
    <section class="empty">
      <h2>No traces yet</h2>
      <p>Ask the lab a question; it appears here within a second:</p>
      <pre>dig @127.0.0.1 -p 5300 www.shop.test</pre>
      <p>Or send your own. OTLP over HTTP goes to port 4318, PowerDNS protobuf logging to port 5301:</p>
      <pre>
        {`# any OpenTelemetry exporter
OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318

# dnsdist
remote_logging:
  otlp_loggers:
    - { name: span53, address: "http://127.0.0.1:4318/v1/traces" }`}
      </pre>
    </section>
  );
}
