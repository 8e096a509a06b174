export { OptionCode, optionName } from './option-code.ts';
export type { OptionCodec } from './option-codec.ts';
export { encodeOptions, type EdnsOption } from './option-list.ts';
export { findOption, formatOption, optionCodecs } from './option-text.ts';
export {
  checkCookie,
  cookie,
  serverCookie,
  type Cookie,
  type CookieContext,
  type CookieState,
} from './options/cookie.ts';
export { clientSubnet, ecs, subnetOf, type ClientSubnet } from './options/ecs.ts';
export { Ede, decodeEde, edeName, edeOption, encodeEde, type ExtendedError } from './options/ede.ts';
export { expire } from './options/expire.ts';
export { keepalive, type Keepalive } from './options/keepalive.ts';
export { dau, dhu, keyTag, n3u } from './options/lists.ts';
export { chain, reportChannel, reportName, type ErrorReport } from './options/names.ts';
export { nsid } from './options/nsid.ts';
export { padding } from './options/padding.ts';
export {
  TRACEPARENT_OCTETS,
  decodeTraceparent,
  encodeTraceparent,
  traceparentOption,
  type Traceparent,
  type TraceparentRules,
} from './options/traceparent.ts';
export { SOA_SERIAL, zoneVersion, type ZoneVersion } from './options/zone-version.ts';
export { sipHash24 } from './siphash.ts';
