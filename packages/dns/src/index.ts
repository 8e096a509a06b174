export * from './inet/index.ts';
export * from './wire/index.ts';
export * from './edns/index.ts';
export * from './rdata/index.ts';
