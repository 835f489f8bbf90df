import { describe, test } from '@jest/globals';
import { checkTransportRule, transportRules } from 'rxduct/testing';
import { tcpPair } from '../../support/tcp-pair.ts';

describe('a TCP client', () => {
  for (const rule of transportRules) {
    test(
      rule.name,
      () =>
        checkTransportRule(rule, async () => {
          const { client, server, dispose } = await tcpPair();
          return { transport: client, peer: server, canReset: true, dispose };
        }),
      20_000,
    );
  }
});

describe('an accepted TCP connection', () => {
  for (const rule of transportRules) {
    test(
      rule.name,
      () =>
        checkTransportRule(rule, async () => {
          const { client, server, dispose } = await tcpPair();
          return { transport: server, peer: client, canReset: true, dispose };
        }),
      20_000,
    );
  }
});
