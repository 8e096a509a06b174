export { type ProxyConfig, loadProxyConfig } from './config.ts';
export { proxyDefinition } from './definition.ts';
export { proxySchema } from './config/schema.ts';
