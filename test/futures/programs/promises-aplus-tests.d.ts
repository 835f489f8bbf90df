declare module 'promises-aplus-tests' {
  interface Adapter {
    deferred(): { promise: PromiseLike<unknown>; resolve(value: unknown): void; reject(reason: unknown): void };
  }
  function promisesAplusTests(
    adapter: Adapter,
    options: { reporter: string },
    callback: (error: Error | null) => void,
  ): void;
  export default promisesAplusTests;
}
