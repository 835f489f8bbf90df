// Actions on the server that the endpoint is.
import type { Actor } from './actor.ts';
import { categoryOf } from './categories.ts';

/** asyncio's coroutines run as tasks of their own: they begin in the next iteration and log how they end. */
const asTask = (actor: Actor, name: string, begin: () => PromiseLike<unknown>): void => {
  const task = async (): Promise<void> => {
    try {
      await begin();
      actor.log(`${name} done`);
    } catch (error) {
      actor.log(`${name} raised ${categoryOf(error)}`);
    }
  };
  actor.setting.loop.callSoon(() => void task());
};

export const SERVER_ACTIONS: Readonly<Record<string, (actor: Actor) => string | undefined>> = {
  'server.close': ({ setting }) => {
    setting.server.close();
    return undefined;
  },
  'server.is_serving': ({ setting }) => `server.is_serving ${setting.server.isServing()}`,
  'server.sockets': ({ setting }) => `server.sockets ${setting.server.addresses.length}`,
  'server.start_serving': (actor) => {
    asTask(actor, 'server.start_serving', () => actor.setting.server.startServing());
    return undefined;
  },
  'server.wait_closed': (actor) => {
    asTask(actor, 'server.wait_closed', () => actor.setting.server.waitClosed());
    return undefined;
  },
};
