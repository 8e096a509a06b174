import { bool, given, netmaskSet, text, unused } from '@span53/config';
import { NetmaskSet } from '@span53/dns/inet';
import * as v from 'valibot';

import { defineSelector } from '../catalogue.ts';

/** The client's address (or, with `source: false`, our own) is in a set: a named group, or prefixes given here. */
export const netmaskGroup = defineSelector({
  type: 'NetmaskGroup',
  options: {
    netmask_group_name: given(text, '', 'an entry of `netmask_groups`'),
    netmasks: v.optional(netmaskSet),
    source: given(bool, true, 'the client; false: the local address'),
    quiet: unused(bool),
  },
  build: ({ netmask_group_name: name, netmasks: inline, source }, build) => {
    const set = name === '' ? (inline ?? new NetmaskSet()) : build.plane.netmaskGroups.get(name);
    if (set === undefined) build.problem(`no netmask group named ${JSON.stringify(name)}`, 'netmask_group_name');
    if (set === undefined) return () => false;
    return source
      ? ({ client }) => set.matches(client.peer.address)
      : ({ client }) => set.matches(client.local.address);
  },
});
