import { ensureSame, ensureThrows } from '../ensure.ts';
import { rule, type TransportRule } from '../transport-rule.ts';

/** What a transport knows and keeps, besides its bytes. */
export const SLOT_RULES: readonly TransportRule[] = [
  rule('getExtraInfo gives the default for what is not known', async (trial) => {
    const { near } = trial;
    ensureSame(near.getExtraInfo('no such thing'), undefined, 'an unknown item');
    ensureSame(near.getExtraInfo('no such thing', 5), 5, 'an unknown item with a default');
    const peername = JSON.stringify(near.getExtraInfo('peername', null));
    near.close();
    await trial.settled('closed', near.closed);
    ensureSame(JSON.stringify(near.getExtraInfo('peername', null)), peername, 'the peername behind the loss');
  }),

  rule('the slot of the protocol keeps what is put into it', (trial) => {
    const { near } = trial;
    ensureSame(near.getProtocol(), null, 'the slot of a fresh transport');
    const protocol = {};
    near.setProtocol(protocol);
    ensureSame(near.getProtocol(), protocol, 'the slot');
    ensureThrows(() => near.setProtocol('protocol' as unknown as object), TypeError, 'setProtocol of a string');
    ensureSame(near.getProtocol(), protocol, 'the slot');
    near.setProtocol(null);
    ensureSame(near.getProtocol(), null, 'the slot');
  }),

  rule('both ends belong to one loop', ({ near, far }) => {
    ensureSame(near.loop, far.loop, 'the loop of the peer');
  }),
];
