import type { Action } from './action.ts';
import { ACTIONS } from './actions.ts';
import type { Actor } from './actor.ts';
import { Arguments } from './arguments.ts';
import { categoryOf } from './categories.ts';

/** Thrown by `raise`, under whatever name the scenario gives it. */
class RaisedError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Performs actions one after another. What an action throws is logged; only `raise` gets out. */
export const perform = (actor: Actor, actions: readonly Action[]): unknown => {
  let returned: unknown;
  for (const [opcode, ...values] of actions) {
    const given = new Arguments(values);
    if (opcode === 'raise') throw new RaisedError(given.text(0), String(given.get(1) ?? ''));
    if (opcode === 'return') returned = given.get(0);
    else performOne(actor, opcode, given);
  }
  return returned;
};

const performOne = (actor: Actor, opcode: string, values: Arguments): void => {
  const action = ACTIONS[opcode];
  if (action === undefined) {
    actor.log(`${opcode} is an action that this runner does not know`);
    return;
  }
  try {
    const line = action(actor, values);
    if (line !== undefined) actor.log(line);
  } catch (error) {
    actor.log(`${opcode} raised ${categoryOf(error)}`);
  }
};
