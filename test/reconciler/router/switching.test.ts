import { request as requestOf } from 'node:http';
import type { Socket } from 'node:net';
import test from 'ava';
import { fetchFrom, freePort, keepAliveAgent, listen, openBackend, openRawBackend, routeTo, serve, shareRouter } from './subject.ts';

const shared = shareRouter(test);

test('1,000 requests while the route flips 50 times, each old backend gone once drained: none fails', async (t) => {
  const router = shared.router();
  const open = () => openBackend(t, (request, response) => void request.on('end', () => setImmediate(() => response.end('ok'))).resume());
  let live = await open();
  const served = await serve(router, live.port);
  const agent = keepAliveAgent(t, 8);
  let flips = 0;
  const flipping = (async () => {
    for (; flips < 50; flips += 1) {
      const next = await open();
      const old = live;
      await router.set(routeTo(served, next.port));
      if (!(await router.drained(old.port, 10_000))) throw new Error('not drained');
      old.close();
      live = next;
    }
  })();
  const failures: string[] = [];
  let sent = 0;
  const client = async (method: string): Promise<void> => {
    while (sent < 1000 || flips < 50) {
      sent += 1;
      const body = method === 'POST' ? 'body' : undefined;
      await fetchFrom(served.port, { method, agent, ...(body === undefined ? {} : { body }) }).then(
        ({ status }) => status === 200 || failures.push(String(status)),
        (error: Error) => failures.push(error.message),
      );
    }
  };
  await Promise.all([flipping, ...['GET', 'GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'DELETE'].map(client)]);
  t.deepEqual(failures, []);
  t.true(sent >= 1000);
});

for (const method of ['GET', 'POST', 'DELETE']) {
  test(`no ${method} fails when the backend closes its idle connections at once`, async (t) => {
    // Without a Keep-Alive header, so that nobody can know when: the connection ends 1 ms after each answer.
    const backend = await openRawBackend(t, (socket) => {
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        setTimeout(() => socket.resetAndDestroy(), 1);
      });
    });
    const { port } = await serve(shared.router(), backend.port);
    const agent = keepAliveAgent(t, 4);
    const client = async (): Promise<void> => {
      for (let index = 0; index < 75; index += 1) t.is((await fetchFrom(port, { method, agent })).body, 'ok');
    };
    await Promise.all([client(), client(), client(), client()]);
  });

  test(`no ${method} fails with a Node backend that keeps idle connections for 1 ms`, async (t) => {
    const { createServer } = await import('node:http');
    const server = createServer({ keepAliveTimeout: 1, keepAliveTimeoutBuffer: 0 }, (_request, response) => void response.end('ok'));
    t.teardown(() => void server.close());
    const { port } = await serve(shared.router(), await listen(server));
    const agent = keepAliveAgent(t, 4);
    for (let index = 0; index < 50; index += 1) t.is((await fetchFrom(port, { method, agent })).body, 'ok');
  });
}

test('connections to a backend are kept between requests', async (t) => {
  let connections = 0;
  const backend = await openRawBackend(t, (socket) => {
    connections += 1;
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=60\r\n\r\nok'));
  });
  const { port } = await serve(shared.router(), backend.port);
  for (const method of ['GET', 'GET', 'POST', 'GET']) await fetchFrom(port, { method });
  t.is(connections, 1);
});

test('a request whose backend refuses goes to another one, with its body', async (t) => {
  const backend = await openBackend(t, (request, response) => void request.pipe(response));
  const { port } = await serve(shared.router(), await freePort(), backend.port, await freePort());
  for (let index = 0; index < 6; index += 1) {
    t.is((await fetchFrom(port, { method: 'POST', body: 'hello' })).body, 'hello');
    t.is((await fetchFrom(port)).status, 200);
  }
});

test('a GET whose backend breaks off before answering is asked of another; a POST is not sent twice', async (t) => {
  let posts = 0;
  const breaking = await openRawBackend(t, (socket) => {
    socket.once('data', (data) => {
      if (String(data).startsWith('POST')) posts += 1;
      socket.destroy();
    });
  });
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const { port } = await serve(shared.router(), breaking.port, backend.port);
  const statuses: number[] = [];
  for (let index = 0; index < 4; index += 1) t.is((await fetchFrom(port)).body, 'ok');
  for (let index = 0; index < 4; index += 1) statuses.push((await fetchFrom(port, { method: 'POST', body: 'x' })).status);
  t.deepEqual(statuses.toSorted(), [200, 200, 502, 502]);
  t.is(posts, 2);
});

test('when every backend refuses, the answer is 502 and comes at once', async (t) => {
  const { port } = await serve(shared.router(), await freePort(), await freePort());
  const { status, body } = await fetchFrom(port);
  t.is(status, 502);
  t.regex(body, /refuses connections/);
});

test('requests are spread over backends, and go past a busy one', async (t) => {
  const counts = [0, 0, 0];
  const held: (() => void)[] = [];
  const backends = await Promise.all(
    counts.map((_, index) =>
      openBackend(t, (request, response) => {
        counts[index] = (counts[index] ?? 0) + 1;
        if (request.url === '/hold') held.push(() => response.end());
        else response.end(String(index));
      }),
    ),
  );
  const { port } = await serve(shared.router(), ...backends.map((backend) => backend.port));
  for (let index = 0; index < 30; index += 1) await fetchFrom(port);
  t.deepEqual(counts, [10, 10, 10]);
  const holding = fetchFrom(port, { path: '/hold' });
  while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const busy = counts.indexOf(11);
  for (let index = 0; index < 20; index += 1) t.not((await fetchFrom(port)).body, String(busy));
  for (const finish of held) finish();
  await holding;
});

test('a port is drained when its last request has ended, and not before', async (t) => {
  const router = shared.router();
  let finish = (): void => {};
  const old = await openBackend(t, (_request, response) => {
    response.write('begun ');
    finish = () => response.end('ended');
  });
  const next = await openBackend(t, (_request, response) => void response.end('new'));
  const served = await serve(router, old.port);
  const begun = await new Promise<{ readonly body: Promise<string> }>((resolve, reject) => {
    const request = requestOf({ host: '127.0.0.1', port: served.port, agent: false }, (answer) => {
      let text = '';
      const body = new Promise<string>((done) => void answer.once('end', () => done(text)));
      answer.on('data', (chunk) => {
        text += chunk;
        resolve({ body });
      });
    });
    request.once('error', reject);
    request.end();
  });
  await router.set(routeTo(served, next.port));
  t.is((await fetchFrom(served.port)).body, 'new');
  t.false(await router.drained(old.port, 50));
  t.true(await router.drained(next.port, 10_000));
  const drained = router.drained(old.port, 10_000);
  finish();
  t.is(await begun.body, 'begun ended');
  t.true(await drained);
  t.true(await router.drained(await freePort(), 0), 'a port never used is drained');
});

test('idle connections to a backend are closed when it is taken out of the route', async (t) => {
  const router = shared.router();
  const sockets: Socket[] = [];
  const old = await openRawBackend(t, (socket) => {
    sockets.push(socket);
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  });
  const served = await serve(router, old.port);
  await fetchFrom(served.port);
  t.is(sockets.length, 1);
  const closed = new Promise((resolve) => sockets[0]?.once('close', resolve));
  await router.set(routeTo(served));
  await closed;
  t.is((await fetchFrom(served.port)).status, 503);
});

test('a host claimed by two apps is the later one’s, and the earlier one’s again without it', async (t) => {
  const router = shared.router();
  const one = await openBackend(t, (_request, response) => void response.end('one'));
  const two = await openBackend(t, (_request, response) => void response.end('two'));
  const first = await serve(router, one.port);
  const second = await serve(router, two.port);
  const port = await router.port();
  const ask = async () => (await fetchFrom(port, { headers: { host: first.host } })).body;
  await router.set(routeTo({ ...second, host: first.host }, two.port));
  t.is(await ask(), 'two');
  await router.set(routeTo(second, two.port));
  t.is(await ask(), 'one');
});

test('a removed app answers nowhere', async (t) => {
  const router = shared.router();
  const backend = await openBackend(t, (_request, response) => void response.end('in'));
  const { app, host, port } = await serve(router, backend.port);
  t.is((await fetchFrom(port)).body, 'in');
  await router.remove(app);
  await router.remove(app);
  await t.throwsAsync(fetchFrom(port), { code: 'ECONNREFUSED' });
  t.is((await fetchFrom(await router.port(), { headers: { host } })).status, 404);
});
