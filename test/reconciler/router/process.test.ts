import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { newAppId, silentLog } from '../../../core/index.ts';
import { startRouter } from '../../../reconciler/engines/local/router/index.ts';
import { withShortPath } from '../../../reconciler/engines/local/short-path.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { exchangeRaw, fetchFrom, freePort, keepAliveAgent, openBackend, openRouter, routeTo, serve } from './subject.ts';

const node = { execPath: process.execPath, env: {} };

/** Asks the router itself, over its control socket. */
const pidOf = async (folder: string): Promise<number> => {
  const text = await speak(folder, '{"id":1,"op":"hello","version":0,"host":"","port":0}\n');
  return (JSON.parse(text) as { value: { pid: number } }).value.pid;
};

/** Sends bytes to the control socket and gives the first line back, or what came before the router hung up. */
const speak = (folder: string, bytes: string | Buffer): Promise<string> =>
  withShortPath({ folder: join(folder, 'router'), name: 'control.sock' }, async (path) => {
    const socket = connect(path);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.write(bytes);
    await once(socket, 'close');
    return text;
  });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a killed router comes back with its routes and the same ports, and calls made meanwhile succeed', async (t) => {
  const folder = await temporaryDirectory(t);
  const router = await openRouter(t, folder);
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const served = await serve(router, backend.port);
  const before = { port: await router.port(), routes: await router.routes() };
  const pid = await pidOf(folder);

  process.kill(pid, 'SIGKILL');
  const other = await serve(router, backend.port);

  t.deepEqual(
    (await router.routes()).filter(({ app }) => app !== other.app),
    before.routes,
  );
  t.is(await router.port(), before.port);
  t.not(await pidOf(folder), pid);
  t.is((await fetchFrom(before.port, { headers: { host: served.host } })).body, 'ok');
  t.is((await fetchFrom(served.port)).body, 'ok');
  t.is((await fetchFrom(other.port)).body, 'ok');
});

test('a router serves on when its server is killed, and the next server finds it', async (t) => {
  const folder = await temporaryDirectory(t);
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const app = newAppId();
  const script = `
    const { startRouter } = await import(${JSON.stringify(new URL('../../../reconciler/engines/local/router/index.ts', import.meta.url).href)});
    const log = { info() {}, warn() {}, error() {}, child() { return log; } };
    const router = await startRouter({ folder: process.argv[1], port: 0, node: { execPath: process.execPath, env: {} }, log });
    const route = await router.set({ app: process.argv[2], hosts: [], port: 0, backends: [{ port: Number(process.argv[3]), replica: 'web.1' }] });
    process.stdout.write(String(route.port));
    setInterval(() => {}, 1000);`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', script, folder, app, String(backend.port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  t.teardown(() => void server.kill('SIGKILL'));
  const port = Number(String((await once(server.stdout, 'data'))[0]));
  const pid = await pidOf(folder);
  const agent = keepAliveAgent(t, 1);
  t.is((await fetchFrom(port, { agent })).body, 'ok');

  server.kill('SIGKILL');
  await once(server, 'exit');
  for (let index = 0; index < 20; index += 1) t.is((await fetchFrom(port, { agent })).body, 'ok');

  const router = await openRouter(t, folder);
  t.is(await pidOf(folder), pid);
  t.deepEqual(
    (await router.routes()).map((route) => route.port),
    [port],
  );
});

test('stop leaves the router running, shutdown ends it and frees its ports, and a new one finds all again', async (t) => {
  const folder = await temporaryDirectory(t);
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const first = await openRouter(t, folder);
  const port = await first.port();
  const { app, host, ...served } = await serve(first, backend.port);
  await first.stop();
  t.is((await fetchFrom(served.port)).body, 'ok');
  await t.throwsAsync(first.routes(), { code: 'engine/away' });

  const second = await openRouter(t, folder);
  const pid = await pidOf(folder);
  await second.shutdown();
  await second.shutdown();
  await t.throwsAsync(fetchFrom(served.port), { code: 'ECONNREFUSED' });
  await t.throwsAsync(fetchFrom(port), { code: 'ECONNREFUSED' });
  await waitUntil('the router has ended', () => !isAlive(pid));

  const third = await openRouter(t, folder);
  t.is(await third.port(), port);
  t.deepEqual(await third.routes(), [routeTo({ app, host, ...served }, backend.port)]);
  t.is((await fetchFrom(served.port)).body, 'ok');
});

test('a taken port is refused with the name of who has it, and leaves no process behind', async (t) => {
  const folder = await temporaryDirectory(t);
  const holder = await openBackend(t, (_request, response) => void response.end());
  const error = await t.throwsAsync(startRouter({ folder, port: holder.port, node, log: silentLog }), { code: 'platform/port-taken' });
  t.regex(error.message, new RegExp(`port ${holder.port}: .*process ${process.pid}`));
  t.like(error, { details: { hint: 'End that process, or choose another port with SLUICE_ROUTER_PORT (0: any free one).' } });
  await t.throwsAsync(speak(folder, ''), { code: 'ENOENT' });
});

test('a port of an app that is taken is refused, and the app’s route stays as it was', async (t) => {
  const router = await openRouter(t, await temporaryDirectory(t));
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const served = await serve(router, backend.port);
  await t.throwsAsync(router.set(routeTo({ ...served, port: backend.port }, backend.port)), { code: 'platform/port-taken' });
  t.is((await fetchFrom(served.port)).body, 'ok');
  const moved = await router.set(routeTo({ ...served, port: await freePort() }, backend.port));
  t.is((await fetchFrom(moved.port)).body, 'ok');
  await t.throwsAsync(fetchFrom(served.port), { code: 'ECONNREFUSED' });
});

test('the shared port can be changed while the router runs', async (t) => {
  const folder = await temporaryDirectory(t);
  const first = await openRouter(t, folder);
  const former = await first.port();
  await first.stop();
  const wanted = await freePort();
  const second = await openRouter(t, folder, { port: wanted });
  t.is(await second.port(), wanted);
  t.is((await fetchFrom(wanted)).status, 404);
  await t.throwsAsync(fetchFrom(former), { code: 'ECONNREFUSED' });
});

test('a port used before that is taken now is replaced by another one when any will do', async (t) => {
  const folder = await temporaryDirectory(t);
  const first = await openRouter(t, folder);
  const former = await first.port();
  await first.shutdown();
  const holder = await openRouter(t, await temporaryDirectory(t), { port: former });
  const second = await openRouter(t, folder);
  t.not(await second.port(), former);
  t.is(await holder.port(), former);
});

test('two routers side by side don’t know each other', async (t) => {
  const [one, two] = await Promise.all([openRouter(t, await temporaryDirectory(t)), openRouter(t, await temporaryDirectory(t))]);
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const { host } = await serve(one, backend.port);
  t.is((await fetchFrom(await one.port(), { headers: { host } })).status, 200);
  t.is((await fetchFrom(await two.port(), { headers: { host } })).status, 404);
});

test('a folder whose path is too long for a socket works as any other', async (t) => {
  const folder = join(await temporaryDirectory(t), 'deep'.repeat(30), 'deeper'.repeat(30));
  await mkdir(folder, { recursive: true });
  const router = await openRouter(t, folder);
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const { port } = await serve(router, backend.port);
  t.is((await fetchFrom(port)).body, 'ok');
  await router.stop();
  t.is((await (await openRouter(t, folder)).routes()).length, 1);
});

test('the control socket is for its owner only, and garbage on it harms nobody', async (t) => {
  const folder = await temporaryDirectory(t);
  const router = await openRouter(t, folder);
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const { app, port } = await serve(router, backend.port);
  t.is((await stat(join(folder, 'router'))).mode & 0o777, 0o700);
  t.is((await stat(join(folder, 'router', 'control.sock'))).mode & 0o777, 0o600);
  t.is((await stat(join(folder, 'router', 'routes.json'))).mode & 0o777, 0o600);
  const hello = '{"id":1,"op":"hello","version":1,"host":"127.0.0.1","port":0}\n';
  for (const bytes of [
    'GET / HTTP/1.1\r\n\r\n',
    '\n',
    '[]\n',
    'null\n',
    '{"op":"routes"}\n',
    '{"id":2,"op":"routes"}\n',
    '{"id":"x"}\n',
    Buffer.alloc(9000, 255),
  ]) {
    const answer = await speak(folder, Buffer.concat([Buffer.from(bytes as string), Buffer.from('\n')]));
    t.is(answer, '', String(bytes).slice(0, 40));
  }
  const bad = [
    { op: 'set' },
    { op: 'set', route: { app: '../../etc', hosts: [], port: 0, backends: [] } },
    { op: 'set', route: { app, hosts: ['a b'], port: 0, backends: [] } },
    { op: 'set', route: { app, hosts: [], port: 70_000, backends: [] } },
    { op: 'set', route: { app, hosts: [], port: 0, backends: [{ port: 0, replica: 'web.1' }] } },
    { op: 'set', route: { app, hosts: [], port: 0, backends: [{ port: 1, replica: '\n' }] } },
    { op: 'drained', port: 1, timeoutMs: 1e12 },
    { op: 'remove', app: 7 },
    { op: 'explode' },
  ];
  for (const call of bad) {
    const socketText = await speak(folder, `${JSON.stringify({ id: 5, ...call })}\n`);
    t.is(socketText, '', 'unheard before hello');
    await t.throwsAsync(() => greetThen(folder, hello, { id: 5, ...call }), { message: 'request/invalid' }, JSON.stringify(call));
  }
  t.is((await fetchFrom(port)).body, 'ok');
  t.is((await router.routes()).length, 1);
});

/** Says hello, then one thing more; throws the fault's code. */
const greetThen = (folder: string, hello: string, call: object): Promise<void> =>
  withShortPath({ folder: join(folder, 'router'), name: 'control.sock' }, async (path) => {
    const socket = connect(path);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.split('\n').length > 2) socket.destroy();
    });
    socket.write(`${hello}${JSON.stringify(call)}\n`);
    await once(socket, 'close');
    const replies = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { id: number; fault?: { code: string } });
    const reply = replies.find(({ id }) => id === 5) ?? { fault: { code: 'hung up' } };
    if (reply.fault !== undefined) throw new Error(reply.fault.code);
  });

test('stored routes that are damaged are put aside, and the router starts', async (t) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'router'), { mode: 0o700 });
  await writeFile(join(folder, 'router', 'routes.json'), '{"version":1,"host":"127.0.0.1","port":0,"routes":[{"app":"x"}]}');
  const router = await openRouter(t, folder);
  t.deepEqual(await router.routes(), []);
  t.regex(await readFile(join(folder, 'router', 'routes.json.damaged'), 'utf8'), /"x"/);
});

test('a route that can’t be made durable is not taken up', async (t) => {
  const folder = await temporaryDirectory(t);
  const router = await openRouter(t, folder);
  const one = await openBackend(t, (_request, response) => void response.end('one'));
  const served = await serve(router, one.port);
  // In the way of the rename, also for root, whom no mode stops.
  await rm(join(folder, 'router', 'routes.json'));
  await mkdir(join(folder, 'router', 'routes.json', 'in the way'), { recursive: true });
  await t.throwsAsync(router.set(routeTo(served, await freePort())));
  t.is((await fetchFrom(served.port)).body, 'one');
  await rm(join(folder, 'router', 'routes.json'), { recursive: true });
});

test('a router whose folder is removed ends by itself', async (t) => {
  const folder = join(await temporaryDirectory(t), 'data');
  const router = await openRouter(t, folder);
  const pid = await pidOf(folder);
  await router.stop();
  await rm(folder, { recursive: true });
  await waitUntil('the router has ended', () => !isAlive(pid));
  await t.throwsAsync(stat(folder), { code: 'ENOENT' });
});

test('a second process for the same folder ends at once and the first serves on', async (t) => {
  const folder = await temporaryDirectory(t);
  const router = await openRouter(t, folder);
  const main = new URL('../../../reconciler/engines/local/router/main.ts', import.meta.url).pathname;
  const second = spawn(process.execPath, [main, folder], { cwd: join(folder, 'router'), stdio: 'ignore', env: {} });
  t.deepEqual(await once(second, 'exit'), [0, null]);
  t.deepEqual(await router.routes(), []);
});

test('a router that speaks another version is ended and replaced', async (t) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'router'), { mode: 0o700 });
  const heard: string[] = [];
  const old = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const { id, op } = JSON.parse(String(chunk)) as { id: number; op: string };
      heard.push(op);
      socket.write(`${JSON.stringify({ id, value: op === 'hello' ? { version: 99, pid: 1 } : null })}\n`);
      if (op !== 'shutdown') return;
      old.close();
      socket.end();
    });
  });
  await new Promise<void>((resolve) => void old.listen(join(folder, 'router', 'control.sock'), resolve));
  const router = await openRouter(t, folder);
  t.deepEqual(heard, ['hello', 'shutdown']);
  t.deepEqual(await router.routes(), []);
});

test('a route that makes no sense is refused to its caller, and the router serves on', async (t) => {
  const folder = await temporaryDirectory(t);
  const router = await openRouter(t, folder);
  const pid = await pidOf(folder);
  const route = { app: newAppId(), hosts: ['not a host'], port: 0, backends: [] };
  await t.throwsAsync(router.set(route), { code: 'request/invalid', message: /not a host/ });
  t.is(await pidOf(folder), pid);
});

test('a router without file descriptors left loses connections, not itself', async (t) => {
  const folder = await temporaryDirectory(t);
  const tight = join(folder, 'node');
  await writeFile(tight, `#!/bin/sh\nulimit -n 100\nexec '${process.execPath}' "$@"\n`);
  await chmod(tight, 0o755);
  const router = await openRouter(t, folder, { node: { execPath: tight, env: {} } });
  const pid = await pidOf(folder);
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const { port } = await serve(router, backend.port);
  let answered = 0;
  const sockets = Array.from({ length: 200 }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    socket.once('data', () => {
      answered += 1;
    });
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    return socket;
  });
  await waitUntil('as many are answered as it can hold', () => answered > 50);
  t.true(answered < 100);
  for (const socket of sockets) socket.destroy();
  await waitUntil('it answers again', async () => (await fetchFrom(port).catch(() => undefined))?.body === 'ok');
  t.is(await pidOf(folder), pid);
});

test('a router that can’t start says where to read why', async (t) => {
  const folder = await temporaryDirectory(t);
  const broken = join(folder, 'node');
  await writeFile(broken, '#!/bin/sh\nexit 3\n');
  await chmod(broken, 0o755);
  const starting = startRouter({ folder, port: 0, node: { execPath: broken, env: {} }, log: silentLog, startLimitMs: 200 });
  await t.throwsAsync(starting, { code: 'engine/away', message: 'The router does not start.' });
});

test('a request in flight when the router is told to end is answered first', async (t) => {
  const router = await openRouter(t, await temporaryDirectory(t));
  let asked = (): void => {};
  const arrived = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const backend = await openBackend(t, (_request, response) => {
    asked();
    setTimeout(() => response.end('in time'), 50);
  });
  const { port } = await serve(router, backend.port);
  const answer = exchangeRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await arrived;
  await router.shutdown();
  t.true((await answer).endsWith('in time'));
});
