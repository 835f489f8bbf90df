export { VirtualEventLoop } from '../../src/index.ts';
export { BrokenRuleError } from './broken-rule-error.ts';
export { checkTransport, checkTransportRule } from './check-transport.ts';
export type { TransportFactory, TransportPair } from './transport-pair.ts';
export type { TransportRule } from './transport-rule.ts';
export { transportRules } from './transport-rules.ts';
