// Which loop is running a handle in this thread right now. Kept apart from `current-loop.ts`, which knows the class of loops, so
// that the class itself can set it.
let running: object | null = null;

/** The loop that runs a handle now, if one does. */
export function getRunning(): object | null {
  return running;
}

/** Enters a loop, or leaves it; returns the one that was running before. */
export function setRunning(loop: object | null): object | null {
  const outer = running;
  running = loop;
  return outer;
}
