/** `webservice`: metrics, health and the API over HTTP. */
import {
  bool,
  given,
  integer,
  ipAddress,
  netmaskSet,
  refused,
  refusedBlock,
  secret,
  section,
  text,
  u16,
  unused,
} from '@span53/config';

export const webservice = section({
  webserver: given(bool, false, 'Master switch.'),
  address: given(ipAddress, '127.0.0.1', 'Address to listen on.'),
  port: given(u16, 8082, 'Port to listen on.'),
  api_key: given(secret(text), '', 'Key for the API (`X-API-Key`). Empty: the API answers nobody.'),
  password: given(secret(text), '', 'Password of HTTP Basic; any user name.'),
  allow_from: given(netmaskSet, ['127.0.0.1', '::1'], 'Peers that may connect.'),
  max_request_size: given(integer(1, 1024), 2, 'MiB of a request body.'),

  api_dir: refused(text, ''),
  hash_plaintext_credentials: refused(bool, false),
  listen: refusedBlock,

  cross_origin_request_header: unused(text),
  loglevel: unused(text),
});
