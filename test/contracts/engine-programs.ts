/**
 * The app of the engine's contract suite: one Node script without dependencies, whose first argument says how it behaves. `serve` answers
 * on PORT: `/` its release, process and pid, `/env` its whole environment, `/exit` ends it, `/slow` answers after 500 ms, anything
 * else by `status`.
 */
export const contractApp: Readonly<Record<string, string>> = {
  'app.mjs': `
import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
const [mode, value] = process.argv.slice(2);
const listen = (port, status = 200) => createServer((request, response) => {
  if (request.url === '/exit') process.exit(7);
  if (request.url === '/say') console.log('asked to say');
  if (request.url === '/slow') console.log('asked for /slow');
  const body = request.url === '/env' ? process.env : { release: process.env.SLUICE_RELEASE, process: process.env.SLUICE_PROCESS, mark: process.env.MARK, pid: process.pid };
  response.statusCode = request.url === '/' || request.url === '/env' || request.url === '/say' ? 200 : status;
  setTimeout(() => response.end(JSON.stringify(body)), request.url === '/slow' ? 500 : 0);
}).listen(port, '127.0.0.1');
const modes = {
  serve: () => listen(Number(process.env.PORT)),
  status: () => listen(Number(process.env.PORT), Number(value)),
  elsewhere: () => listen(0),
  exit: () => process.exit(Number(value)),
  stay: () => setInterval(() => {}, 1000),
  stubborn: () => { process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1000); },
  once: () => { appendFileSync(value, 'x'); console.log('one'); console.error('two'); },
  garbage: () => { process.stdout.write(Buffer.from([0x66, 0xff, 0x00, 0xc3, 0x0a])); console.log('long ' + 'y'.repeat(40000)); console.log('after'); },
};
console.log('begin ' + mode + ' ' + process.env.SLUICE_PROCESS);
modes[mode]();
`,
};
