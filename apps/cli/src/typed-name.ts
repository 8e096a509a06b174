/** Domain names as people type them on a command line. */
import { domainToASCII } from 'node:url';

import { DNSName } from '@span53/dns/wire';

/** What `domainToASCII` would not refuse, but cut off or decode, as if the text were the host of a URL. */
const NO_NAME = /[^\w.*\-\u0080-\uffff]/;

/** People type names in their own script; the wire has A-labels (RFC 5890 §2.3.2.1). ASCII passes as it is, with
 *  escapes; beside other letters only letters, digits, `-`, `_` and `*` stand. Undefined: no domain name. */
export function parseTypedName(text: string): DNSName | undefined {
  if (!/[^\0-\u007f]/.test(text)) return DNSName.parse(text);
  return NO_NAME.test(text) ? undefined : DNSName.parse(domainToASCII(text));
}
