/** What an endpoint does, and what its peer does step by step: `["write", "68656c6c6f"]`. */
export type Action = readonly [opcode: string, ...values: unknown[]];

const isAction = (value: unknown): value is Action => Array.isArray(value) && typeof value[0] === 'string';

export const toActions = (value: unknown, where: string): readonly Action[] => {
  if (!Array.isArray(value) || !value.every(isAction)) throw new Error(`${where} is not a list of actions`);
  return value;
};
