/** EDNS options in presentation form, `NAME=value`, one registry of all that are known. */
import { optionName } from './option-code.ts';
import type { OptionCodec } from './option-codec.ts';
import { cookie } from './options/cookie.ts';
import { ecs } from './options/ecs.ts';
import { edeOption } from './options/ede.ts';
import { expire } from './options/expire.ts';
import { keepalive } from './options/keepalive.ts';
import { dau, dhu, keyTag, n3u } from './options/lists.ts';
import { chain, reportChannel } from './options/names.ts';
import { nsid } from './options/nsid.ts';
import { padding } from './options/padding.ts';
import { hexText } from './options/text.ts';
import { traceparentOption } from './options/traceparent.ts';
import { zoneVersion } from './options/zone-version.ts';

/** Every option with a format, by ascending code. Data of others are octets, kept as they are. */
export const optionCodecs: readonly OptionCodec<unknown>[] = [
  nsid,
  dau,
  dhu,
  n3u,
  ecs,
  expire,
  cookie,
  keepalive,
  padding,
  chain,
  keyTag,
  edeOption,
  reportChannel,
  zoneVersion,
  traceparentOption,
];

const BY_CODE = new Map(optionCodecs.map((codec) => [codec.code, codec]));

/** The codec of an option code. */
export function findOption(code: number): OptionCodec<unknown> | undefined {
  return BY_CODE.get(code);
}

/** `ECS=192.0.2.0/24/0`, `NSID` for one without data, `OPT8=0001` in hex when it is unknown or malformed. */
export function formatOption(code: number, data: Uint8Array): string {
  const codec = BY_CODE.get(code);
  const value = codec?.decode(data);
  const known = codec !== undefined && value !== undefined;
  const name = known ? optionName(code) : `OPT${code}`;
  const text = known ? codec.format(value) : hexText(data);
  return text === '' ? name : `${name}=${text}`;
}
