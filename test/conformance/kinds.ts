// Which kinds of transport the runner can set up; scenarios of the others are skipped.
import type { Kind } from './kind.ts';
import type { Scenario } from './scenario.ts';
import { TCP } from './tcp-kind.ts';

export const KINDS: Readonly<Record<string, Kind>> = { tcp: TCP };

/** Why a scenario cannot be run; null if it can. */
export const skipReason = ({ name, transport }: Scenario): string | null => {
  if (name.startsWith('starttls-')) return 'start_tls: not built yet';
  return transport in KINDS ? null : `${transport}: not built yet`;
};
