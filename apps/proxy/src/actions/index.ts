/** The actions of `query_rules` and `cache_miss_rules`. */
import { type Action, catalogueOf } from '../catalogue.ts';
import { allow } from './allow.ts';
import { byName } from './by-name.ts';
import { continueWith } from './continue.ts';
import { delay } from './delay.ts';
import { drop } from './drop.ts';
import { erCode } from './er-code.ts';
import { log } from './log.ts';
import { negativeAndSoa } from './negative-and-soa.ts';
import { none } from './none.ts';
import { pool } from './pool.ts';
import { qpsPool } from './qps-pool.ts';
import { qps } from './qps.ts';
import { rcode } from './rcode.ts';
import { remoteLog } from './remote-log.ts';
import { setDisableValidation } from './set-disable-validation.ts';
import { setEdnsOption } from './set-edns-option.ts';
import { setExtendedDnsError } from './set-extended-dns-error.ts';
import { setMaxReturnedTtl } from './set-max-returned-ttl.ts';
import { setNoRecurse } from './set-no-recurse.ts';
import { setSkipCache } from './set-skip-cache.ts';
import { setTag } from './set-tag.ts';
import { setTempFailureCacheTtl } from './set-temp-failure-cache-ttl.ts';
import { setTrace } from './set-trace.ts';
import { spoofCname } from './spoof-cname.ts';
import { spoofRaw } from './spoof-raw.ts';
import { spoof } from './spoof.ts';
import { tc } from './tc.ts';
import { unsetTag } from './unset-tag.ts';

/** Every query action by its `type`. */
export const actions = catalogueOf<Action>(
  'action',
  [
    allow,
    byName,
    continueWith,
    delay,
    drop,
    erCode,
    log,
    negativeAndSoa,
    none,
    pool,
    qps,
    qpsPool,
    rcode,
    remoteLog,
    setDisableValidation,
    setEdnsOption,
    setExtendedDnsError,
    setMaxReturnedTtl,
    setNoRecurse,
    setSkipCache,
    setTag,
    setTempFailureCacheTtl,
    setTrace,
    spoof,
    spoofCname,
    spoofRaw,
    tc,
    unsetTag,
  ],
  [
    'DnstapLog',
    'HTTPStatus',
    'KeyValueStoreLookup',
    'KeyValueStoreRangeLookup',
    'Lua',
    'LuaFFI',
    'LuaFFIPerThread',
    'SetAdditionalProxyProtocolValue',
    'SetDisableECS',
    'SetECS',
    'SetECSOverride',
    'SetECSPrefixLength',
    'SetMacAddr',
    'SetProxyProtocolValues',
    'SNMPTrap',
    'SpoofPacket',
    'SpoofSVC',
    'Tee',
  ],
);
