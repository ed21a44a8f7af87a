import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { exchangeRaw, freePort, listen, openBackend, routeTo, serve, shareRouter } from './subject.ts';

const shared = shareRouter(test);

/** Speaks just enough of RFC 6455 to shake hands, then sends back what it gets. */
const openEcho = async (t: ExecutionContext<unknown>): Promise<number> => {
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('upgrade', (request, stream, head) => {
    const socket = stream as Socket;
    sockets.add(socket);
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\n`);
    socket.write(`Sec-WebSocket-Accept: ${accept}\r\nX-For: ${request.headers['x-forwarded-for']}\r\n\r\nhello `);
    socket.write(head);
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return listen(server);
};

const handshake =
  'GET /socket HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n';

const openSocket = (
  port: number,
): {
  readonly socket: Socket;
  readonly received: () => string;
  readonly until: (text: string) => Promise<void>;
  readonly closed: Promise<void>;
} => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  let look = (): void => {};
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    look();
  });
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.end());
  return {
    socket,
    received: () => received,
    until: (text) =>
      new Promise((resolve) => {
        look = () => received.includes(text) && resolve();
        look();
      }),
    closed: new Promise((resolve) => void socket.once('close', () => resolve())),
  };
};

test('a WebSocket is joined to the backend, with what both sides sent early, and both ways stay open', async (t) => {
  const { port } = await serve(shared.router(), await openEcho(t));
  const client = openSocket(port);
  client.socket.write(`${handshake}early `);
  await client.until('hello early ');
  t.regex(client.received(), /^HTTP\/1\.1 101 Switching Protocols\r\n/);
  t.regex(client.received(), /Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/);
  t.regex(client.received(), /X-For: 127\.0\.0\.1\r\n/);
  client.socket.write('later');
  await client.until('later');
  client.socket.destroy();
});

test('any other protocol is tunnelled too, and a half-close lets the rest through', async (t) => {
  const { port } = await serve(shared.router(), await openEcho(t));
  const client = openSocket(port);
  client.socket.write(handshake.replace('websocket', 'my-protocol/1'));
  client.socket.end('x'.repeat(300_000));
  await client.closed;
  t.is(client.received().split('hello ')[1]?.length, 300_000);
});

test('a backend that doesn’t switch answers as usual, and the connection ends', async (t) => {
  const backend = await openBackend(t, (request, response) => void response.end(`no ${request.headers.upgrade}`));
  const { port } = await serve(shared.router(), backend.port);
  const text = await exchangeRaw(port, `${handshake}GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n`);
  t.regex(text, /^HTTP\/1\.1 200 OK\r\n/);
  t.is(text.match(/HTTP\/1\.1/g)?.length, 1);
  t.true(text.endsWith('no websocket'));
});

test('an upgrade goes to a backend that answers, and without one is told so', async (t) => {
  const served = await serve(shared.router(), await freePort(), await freePort(), await openEcho(t));
  for (let index = 0; index < 3; index += 1) {
    t.regex(await exchangeRaw(served.port, handshake, (received) => received.endsWith('hello ')), /^HTTP\/1\.1 101 /);
  }
  await shared.router().set(routeTo(served, await freePort()));
  t.regex(await exchangeRaw(served.port, handshake), /^HTTP\/1\.1 502 /);
  await shared.router().set(routeTo(served));
  t.regex(await exchangeRaw(served.port, handshake), /^HTTP\/1\.1 503 /);
});

test('a tunnel stays through a switch, is waited for, and ends with its client', async (t) => {
  const router = shared.router();
  const old = await openEcho(t);
  const served = await serve(router, old);
  const client = openSocket(served.port);
  client.socket.write(handshake);
  await client.until('hello ');
  await router.set(routeTo(served, await openEcho(t)));
  t.false(await router.drained(old, 50));
  client.socket.write('still there');
  await client.until('still there');
  const drained = router.drained(old, 20_000);
  client.socket.destroy();
  t.true(await drained);
});

test('a backend that goes away ends its tunnels', async (t) => {
  const sockets: Socket[] = [];
  const server = createServer();
  server.on('upgrade', (_request, socket) => {
    sockets.push(socket as Socket);
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello ');
  });
  t.teardown(() => void server.close());
  const { port } = await serve(shared.router(), await listen(server));
  const client = openSocket(port);
  client.socket.write(handshake);
  await client.until('hello ');
  sockets[0]?.resetAndDestroy();
  await client.closed;
  t.is(sockets.length, 1);
});
