/** The actions of every response chain. */
import { type Action, catalogueOf } from '../catalogue.ts';
import { allow } from './allow.ts';
import { byName } from './by-name.ts';
import { delay } from './delay.ts';
import { drop } from './drop.ts';
import { limitTtl } from './limit-ttl.ts';
import { log } from './log.ts';
import { remoteLog } from './remote-log.ts';
import { setExtendedDnsError } from './set-extended-dns-error.ts';
import { setMaxReturnedTtl } from './set-max-returned-ttl.ts';
import { setMaxTtl } from './set-max-ttl.ts';
import { setMinTtl } from './set-min-ttl.ts';
import { setReducedTtl } from './set-reduced-ttl.ts';
import { setSkipCache } from './set-skip-cache.ts';
import { setTag } from './set-tag.ts';
import { tc } from './tc.ts';
import { unsetTag } from './unset-tag.ts';

/** Every response action by its `type`. */
export const responseActions = catalogueOf<Action>(
  'response action',
  [
    allow,
    byName,
    delay,
    drop,
    limitTtl,
    log,
    remoteLog,
    setExtendedDnsError,
    setMaxReturnedTtl,
    setMaxTtl,
    setMinTtl,
    setReducedTtl,
    setSkipCache,
    setTag,
    tc,
    unsetTag,
  ],
  ['ClearRecordTypes', 'DnstapLog', 'Lua', 'LuaFFI', 'LuaFFIPerThread', 'SetEDNSOption', 'SNMPTrap'],
);
