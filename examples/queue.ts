/**
 * A producer and three consumers with a queue between them.
 *
 *     npm run example examples/queue.ts
 *
 * The queue holds two orders, so the producer waits for the consumers. These run for ever: once every order has been dealt with,
 * they are cancelled, and what they have in `finally` still runs. It is over in half a second.
 */
import { type Coroutine, coroutine, createTask, gather, Queue, run, sleep } from 'rxduct';

export type Log = (message: string) => void;

interface Order {
  dish: string;
  /** Milliseconds. */
  effort: number;
}

const ORDERS: readonly Order[] = [
  { dish: 'soup', effort: 60 },
  { dish: 'salad', effort: 30 },
  { dish: 'roast', effort: 150 },
  { dish: 'pasta', effort: 80 },
  { dish: 'cake', effort: 120 },
  { dish: 'coffee', effort: 20 },
];

const waiter = coroutine(function* (orders: Queue<Order>, log: Log) {
  for (const order of ORDERS) {
    yield* orders.put(order);
    log(`the waiter hands in: ${order.dish}`);
  }
});

const cook = coroutine(function* (name: string, orders: Queue<Order>, log: Log) {
  try {
    for (;;) {
      const { dish, effort } = yield* orders.get();
      yield* sleep(effort);
      log(`${name} has made: ${dish}`);
      orders.taskDone();
    }
  } finally {
    // Reached by the cancellation, which comes out of `orders.get()` as an exception.
    log(`${name} goes home`);
  }
});

export const main: (log: Log) => Coroutine<void> = coroutine(function* (log: Log) {
  const orders = new Queue<Order>(2);
  const cooks = ['Anna', 'Ben', 'Chloe'].map((name) => createTask(cook(name, orders, log)));
  yield* waiter(orders, log);
  yield* orders.join();
  log('all is served');
  for (const task of cooks) task.cancel();
  // Waits for the clean-up; that they were cancelled is then a result like others.
  yield* gather(cooks, { returnExceptions: true });
});

if (require.main === module) void run(main(console.log));
