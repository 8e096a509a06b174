export { IPAddress } from './ip-address.ts';
export { Netmask } from './netmask.ts';
export { NetmaskSet } from './netmask-set.ts';
export { NetmaskTree } from './netmask-tree.ts';
export { SocketAddress } from './socket-address.ts';
