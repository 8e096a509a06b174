export { NameCompressor, expandRdata, writeRdata } from './compression.ts';
export {
  ageTtls,
  responseFlags,
  restoreQname,
  sameQuestion,
  setFlags,
  setId,
  ttlOffsets,
  withOption,
  withoutOpt,
  withoutOption,
  type EditRefusal,
  type OptionEdit,
} from './edit.ts';
export { errorResponse, type ErrorResponseOptions } from './error-response.ts';
export { frame } from './frame.ts';
export {
  Flag,
  HEADER_OCTETS,
  OPCODE_MASK,
  OPCODE_SHIFT,
  RCODE_MASK,
  Section,
  flagNames,
  putU16,
  putU32,
  u16At,
  u32At,
} from './header.ts';
export {
  MessageBuilder,
  OPT_OCTETS_MIN,
  type MessageStart,
  type OptFields,
  type RRsetOptions,
} from './message-builder.ts';
export { MessageView, type MessageProblem } from './message-view.ts';
export {
  DNSName,
  LABEL_OCTETS_MAX,
  LOWERED,
  NAME_OCTETS_MAX,
  expandName,
  loweredLatin1,
  sameName,
  skipName,
} from './name.ts';
export { compareNames, sortableKey, subtreeEnd } from './name-order.ts';
export { formatName, parseName, readEscape } from './name-text.ts';
export { NameTree } from './name-tree.ts';
export { NOTIFY_FLAGS, readNotify, writeNotify, type Notify } from './notify.ts';
export { Opcode, opcodeName, parseOpcode } from './opcode.ts';
export { copyBuffer, copyOctets } from './octets.ts';
export { OptView } from './opt-view.ts';
export {
  encodeProxyHeader,
  readProxyHeader,
  withProxyHeader,
  type ProxyHeader,
  type ProxyHeaderRead,
  type ProxyTlv,
} from './proxy-header.ts';
export { PADDING_BLOCK, paddingOctets } from './padding.ts';
export { formatQuestion, type Question } from './question.ts';
export { RClass, parseRClass, rclassName } from './rclass.ts';
export { RCode, parseRCode, rcodeName } from './rcode.ts';
export { WireReader } from './reader.ts';
export { RecordCursor } from './record-cursor.ts';
export { compareOctets, groupRecords, recordsOf, sameOctets, type RecordLike, type RRset } from './rrset.ts';
export { RType, isMetaType, parseRType, rtypeName } from './rtype.ts';
export { isUpdate, readUpdate, writeUpdate, type Change, type Prerequisite, type Update } from './update.ts';
export { addToSerial, compareSerials } from './serial.ts';
export { WireWriter } from './writer.ts';
