// Debug mode comes from the environment.
import { NodeEventLoop } from 'rxduct';

const modes = [undefined, '', '0', '1', 'yes'].map((value) => {
  if (value === undefined) delete process.env['RXDUCT_DEBUG'];
  else process.env['RXDUCT_DEBUG'] = value;
  return new NodeEventLoop().getDebug();
});
console.log(JSON.stringify(modes));
console.log(new NodeEventLoop({ debug: false }).getDebug());
const loop = new NodeEventLoop();
process.on('warning', (warning) => console.log(warning.name));
loop.warn('careful');
