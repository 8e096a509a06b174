export { fromHex, hex, toHex } from './hex.ts';
