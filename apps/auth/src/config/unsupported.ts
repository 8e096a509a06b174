/** Settings of PowerDNS that we do not follow: an error when one asks for something, or a warning when it is idle. */
import * as v from 'valibot';
import { refused, unused } from '@span53/config';

/** Names and PowerDNS' defaults: setting one to its default asks for nothing. */
const REFUSED: Readonly<Record<string, string>> = {
  '8bit-dns': 'no',
  'allow-axfr-ips': '127.0.0.0/8,::1',
  'allow-dnsupdate-from': '127.0.0.0/8,::1',
  'allow-notify-from': '0.0.0.0/0,::/0',
  'allow-unsigned-autoprimary': 'yes',
  'allow-unsigned-notify': 'yes',
  'also-notify': '',
  autosecondary: 'no',
  'axfr-fetch-timeout': '10',
  'axfr-lower-serial': 'no',
  daemon: 'no',
  'default-api-rectify': 'yes',
  'default-catalog-zone': '',
  'default-ksk-algorithm': 'ecdsa256',
  'default-ksk-size': '0',
  'default-publish-cdnskey': '',
  'default-publish-cds': '',
  'default-soa-edit': '',
  'default-soa-edit-api': 'DEFAULT',
  'default-soa-edit-signed': '',
  'default-zsk-algorithm': '',
  'default-zsk-size': '0',
  'delay-notifications': '0',
  'direct-dnskey': 'no',
  'direct-dnskey-signature': 'no',
  'disable-axfr': 'no',
  dnsupdate: 'no',
  'dnsupdate-require-tsig': 'no',
  'edns-cookie-secret': '',
  'edns-subnet-processing': 'no',
  'expand-alias': 'no',
  'forward-dnsupdate': 'yes',
  'log-dns-details': 'no',
  'log-dns-queries': 'no',
  master: 'no',
  'max-ent-entries': '100000',
  'max-generate-steps': '0',
  'max-include-depth': '20',
  'max-nsec3-iterations': '100',
  'max-tcp-connection-duration': '0',
  'non-local-bind': 'no',
  'only-notify': '0.0.0.0/0,::/0',
  'outgoing-axfr-expand-alias': 'no',
  'prevent-self-notification': 'yes',
  primary: 'no',
  'proxy-protocol-from': '',
  'proxy-protocol-maximum-size': '512',
  'query-local-address': '0.0.0.0 ::',
  resolver: 'no',
  secondary: 'no',
  'secondary-check-signature-freshness': 'yes',
  'secondary-do-renotify': 'no',
  'send-signed-notify': 'yes',
  setgid: '',
  setuid: '',
  slave: 'no',
  'slave-cycle-interval': '60',
  'slave-renotify': 'no',
  superslave: 'no',
  'upgrade-unknown-types': 'no',
  'webserver-hash-plaintext-credentials': 'no',
  'xfr-cycle-interval': '60',
  'xfr-max-received-mbytes': '100',
};

/** Settings that make no difference here: of other platforms' logging, of PowerDNS' own threads, of Lua. */
const UNUSED = `
  carbon-instance carbon-interval carbon-namespace carbon-ourname carbon-server chroot config-name
  consistent-backends control-console disable-axfr-rectify disable-syslog distributor-threads dname-processing
  dnsproxy-udp-port-range dnssec-key-cache-ttl domain-metadata-cache-ttl enable-gss-tsig
  enable-lua-record-updates enable-lua-records entropy-source forward-notify gsqlite3-dnssec
  gsqlite3-pragma-foreign-keys gss-max-contexts guardian load-modules local-address-nonexist-fail local-ipv6
  log-timestamp logging-facility logging-structured loglevel-show lua-axfr-script
  lua-consistent-hashes-cleanup-interval lua-consistent-hashes-expire-delay lua-dnsupdate-policy-script
  lua-global-include-dir lua-health-checks-expire-delay lua-health-checks-interval lua-prequery-script
  lua-records-exec-limit lua-records-insert-whitespace max-queue-length max-signature-cache-entries
  member-catalog-group module-dir naptr-additional-processing no-shuffle overload-queue-length protobuf-servers
  query-local-address6 query-logging queue-limit retrieval-threads reuseport rng rrsig-expiry-extend
  security-poll-suffix signing-threads soa-edit-spread socket-dir svc-autohints tcp-control-address
  tcp-control-port tcp-control-range tcp-control-secret tcp-fast-open traceback-handler
  trusted-notification-proxy views webserver-connection-timeout webserver-cross-origin-request-header
  webserver-loglevel webserver-max-concurrent-connections webserver-print-arguments workaround-11804 write-pid
  zone-metadata-cache-ttl`;

/** The SQL statements that PowerDNS lets one replace: `gsqlite3-NAME-query` and a few without that ending. */
const STATEMENTS = `
  basic-query id-query any-query any-id-query api-id-query api-any-id-query list-query list-subzone-query
  remove-empty-non-terminals-from-zone-query delete-empty-non-terminal-query info-zone-query
  info-all-secondaries-query autoprimary-query autoprimary-name-to-ips autoprimary-add autoprimary-remove
  list-autoprimaries insert-zone-query insert-record-query insert-empty-non-terminal-order-query
  get-order-first-query get-order-before-query get-order-after-query get-order-last-query
  update-ordername-and-auth-query update-ordername-and-auth-type-query nullify-ordername-and-update-auth-query
  nullify-ordername-and-update-auth-type-query update-primary-query update-kind-query update-options-query
  update-catalog-query update-account-query update-serial-query update-lastcheck-query info-all-primary-query
  info-producer-members-query info-consumer-members-query delete-domain-query delete-zone-query
  delete-rrset-query delete-names-query add-domain-key-query get-last-inserted-key-id-query
  list-domain-keys-query get-all-domain-metadata-query get-domain-metadata-query clear-domain-metadata-query
  clear-domain-all-metadata-query set-domain-metadata-query activate-domain-key-query
  deactivate-domain-key-query publish-domain-key-query unpublish-domain-key-query remove-domain-key-query
  clear-domain-all-keys-query get-tsig-key-query set-tsig-key-query delete-tsig-key-query get-tsig-keys-query
  get-all-domains-query list-comments-query insert-comment-query delete-comment-rrset-query
  delete-comments-query search-records-query search-comments-query`;

/** Any value as one text, so that `yes`, `true` and `on`, or a list and its text, are the same. */
const normalized = v.pipe(
  v.union([v.string(), v.number(), v.boolean(), v.array(v.union([v.string(), v.number()]))], 'expected a value'),
  v.transform((value) => {
    const text = (Array.isArray(value) ? value : String(value).split(/[\s,]+/)).join(',');
    if (/^(?:yes|on|true)$/i.test(text)) return 'yes';
    return /^(?:no|off|false)$/i.test(text) ? 'no' : text;
  }),
);

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

/** Schema entries of all of them. */
export function unsupportedEntries(): v.ObjectEntries {
  const entries: v.ObjectEntries = {};
  for (const [name, otherwise] of Object.entries(REFUSED)) {
    entries[name] = refused(normalized, otherwise.split(/[\s,]+/).join(','));
  }
  for (const name of wordsOf(STATEMENTS)) entries[`gsqlite3-${name}`] = refused(normalized);
  for (const name of wordsOf(UNUSED)) entries[name] = unused(normalized);
  return entries;
}
