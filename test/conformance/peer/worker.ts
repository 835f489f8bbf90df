// The thread of the peer. It knows nothing of rxduct: only plain sockets, one script at a time.
import { parentPort } from 'node:worker_threads';
import type { FromPeer, ToPeer } from './messages.ts';
import { PeerScript } from './peer-script.ts';

if (parentPort === null) throw new Error('peer/worker.ts runs in a worker thread');
const port = parentPort;
const post = (message: FromPeer): void => port.postMessage(message);

// An error that no script handles must end the thread, where peer-thread.ts sees it.
const fail = (error: unknown): void => {
  setImmediate(() => {
    throw error;
  });
};

let script = new PeerScript(post);

port.on('message', (message: ToPeer) => {
  switch (message.type) {
    case 'begin':
      script = new PeerScript(post);
      script.run(message.steps, message.listen).catch(fail);
      break;
    case 'notify':
      script.notified(message.name);
      break;
    case 'address':
      script.address(message.port);
      break;
    case 'end':
      script.end().catch(fail);
      break;
  }
});
