export { OptionCode, optionName } from './option-code.ts';
export { encodeOptions, type EdnsOption } from './option-list.ts';
export { Ede, decodeEde, edeName, encodeEde, type ExtendedError } from './options/ede.ts';
export {
  TRACEPARENT_OCTETS,
  decodeTraceparent,
  encodeTraceparent,
  type Traceparent,
  type TraceparentRules,
} from './options/traceparent.ts';
