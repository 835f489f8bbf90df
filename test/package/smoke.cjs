// The built package as a CommonJS user sees it: only `rxduct/protocol` is loaded, and the default loop must be there all the same.
const { createConnection, createServer, Protocol } = require('rxduct/protocol');

class Echo extends Protocol {
  connectionMade(transport) {
    this.transport = transport;
  }
  dataReceived(data) {
    this.transport.write(data);
  }
}

class Client extends Protocol {
  constructor(done) {
    super();
    this.done = done;
  }
  dataReceived(data) {
    this.done(String(data));
  }
}

(async () => {
  const server = await createServer(() => new Echo(), { host: '127.0.0.1', port: 0 });
  const { port } = server.addresses[0];
  const answer = await new Promise((resolve, reject) => {
    createConnection(() => new Client(resolve), { host: '127.0.0.1', port }).then(([transport]) => {
      transport.write('from CommonJS');
    }, reject);
  });
  server.closeClients();
  server.close();
  await server.waitClosed();
  if (answer !== 'from CommonJS') throw new Error(`got ${answer}`);

  // One copy of every class, however it is loaded: `instanceof` must hold across both formats.
  const esm = await import('rxduct');
  const cjs = require('rxduct');
  if (esm.UsageError !== cjs.UsageError) throw new Error('import and require give two copies of the library');
  console.log('ok CommonJS');
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
