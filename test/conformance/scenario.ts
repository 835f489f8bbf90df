// One recorded scenario, checked as far as the runner relies on it. Keys of `options` stay as the corpus spells them.
import { type Action, toActions } from './action.ts';
import { type Script, toScript } from './script.ts';

export interface ScenarioOptions {
  readonly host?: string;
  readonly local_addr?: readonly [host: string, port: number];
  readonly start_serving?: boolean;
  readonly sock?: string;
  /** In seconds, as in asyncio. */
  readonly happy_eyeballs_delay?: number;
  readonly interleave?: number;
  readonly connect_to?: string;
  readonly bad_args?: string;
  readonly protocol?: string;
  readonly bufsize?: number;
  readonly log_updates?: boolean;
  readonly merge_data?: boolean;
  readonly no_connection?: boolean;
  readonly leave_open?: boolean;
  readonly settle_ms?: number;
}

/** How one protocol of a scenario is built and what it does. */
export interface Part {
  readonly buffered: boolean;
  readonly bufsize: number;
  readonly logUpdates: boolean;
  readonly script: Script;
}

export interface Scenario {
  readonly name: string;
  readonly doc: string;
  readonly transport: string;
  readonly role: string;
  readonly options: ScenarioOptions;
  readonly part: Part;
  /** Protocols that `set_protocol` switches to. */
  readonly parts: Readonly<Record<string, Part>>;
  readonly peer: readonly Action[];
  /** Any one of these is right. */
  readonly traces: readonly (readonly string[])[];
  readonly peerTrace: readonly string[];
  readonly optional: ReadonlySet<string>;
  /** Why a deviation is not a failure. */
  readonly advisory: string | null;
}

const DEFAULT_BUFSIZE = 65536;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toLines = (value: unknown, where: string): readonly string[] => {
  if (!Array.isArray(value) || !value.every((line) => typeof line === 'string')) {
    throw new Error(`${where} is not a list of lines`);
  }
  return value;
};

const toObject = (value: unknown, where: string): Record<string, unknown> => {
  if (!isObject(value)) throw new Error(`${where} is not an object`);
  return value;
};

const toPart = (value: unknown, where: string): Part => {
  const { kind, bufsize, on } = toObject(value, where);
  return {
    buffered: kind === 'buffered',
    bufsize: typeof bufsize === 'number' ? bufsize : DEFAULT_BUFSIZE,
    logUpdates: false,
    script: toScript(toObject(on ?? {}, `${where}.on`), `${where}.on`),
  };
};

export const toScenario = (value: unknown, position: number): Scenario => {
  const raw = toObject(value, `entry ${position}`);
  const { name, doc, transport, role, on, protocols, peer, trace, trace_any_of, peer_trace, optional, advisory } = raw;
  if (typeof name !== 'string' || typeof transport !== 'string') {
    throw new Error(`entry ${position} has no name or no transport`);
  }
  const { options: given = {} } = raw;
  const options: ScenarioOptions = toObject(given, `${name}.options`);
  const alternatives = trace_any_of ?? [trace];
  if (!Array.isArray(alternatives)) throw new Error(`${name}.trace_any_of is not a list`);
  const parts = Object.entries(toObject(protocols ?? {}, `${name}.protocols`));
  return {
    name,
    doc: typeof doc === 'string' ? doc : '',
    transport,
    role: typeof role === 'string' ? role : '',
    options,
    part: {
      buffered: options.protocol === 'buffered',
      bufsize: options.bufsize ?? DEFAULT_BUFSIZE,
      logUpdates: options.log_updates === true,
      script: toScript(toObject(on, `${name}.on`), `${name}.on`),
    },
    parts: Object.fromEntries(parts.map(([label, part]) => [label, toPart(part, `${name}.protocols.${label}`)])),
    peer: toActions(peer, `${name}.peer`),
    traces: alternatives.map((lines: unknown) => toLines(lines, `${name}.trace`)),
    peerTrace: toLines(peer_trace, `${name}.peer_trace`),
    optional: new Set(toLines(optional ?? [], `${name}.optional`)),
    advisory: typeof advisory === 'string' ? advisory : null,
  };
};
