/** Domain names as people type them on a command line. */
import { domainToASCII } from 'node:url';

import { DNSName } from '@span53/dns/wire';

/** People type names in their own script; the wire has A-labels (RFC 5890 §2.3.2.1). ASCII passes as it is, with
 *  escapes and underscores. Undefined: no domain name. */
export function parseTypedName(text: string): DNSName | undefined {
  return DNSName.parse(/[^\0-\u007f]/.test(text) ? domainToASCII(text) : text);
}
