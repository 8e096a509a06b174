export {
  TsigKeyring,
  findTsigAlgorithm,
  parseTsigAlgorithm,
  parseTsigKey,
  tsigAlgorithms,
  type TsigAlgorithm,
  type TsigKey,
} from './keys.ts';
export {
  BADSIG,
  TSIG_FUDGE,
  TsigStreamSigner,
  signAnswer,
  signMessage,
  tsigOctets,
  type SignOptions,
  type SignedMessage,
} from './sign.ts';
export {
  TsigStreamVerifier,
  verifyAnswer,
  verifyRequest,
  type TsigError,
  type TsigPolicy,
  type TsigVerdict,
} from './verify.ts';
