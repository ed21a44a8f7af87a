import test from 'ava';
import { exchangeRaw, fetchFrom, openBackend, openRawBackend, serve, shareRouter } from './subject.ts';

const shared = shareRouter(test);

const post = 'POST / HTTP/1.1\r\nHost: a\r\n';
const refused = [
  { attack: 'a length and a transfer coding', bytes: `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX` },
  { attack: 'a transfer coding and a length', bytes: `${post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nX` },
  { attack: 'two lengths', bytes: `${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello` },
  { attack: 'a list of lengths', bytes: `${post}Content-Length: 5, 5\r\n\r\nhello` },
  { attack: 'a signed length', bytes: `${post}Content-Length: +5\r\n\r\nhello` },
  { attack: 'an unknown coding', bytes: `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n` },
  { attack: 'a second coding', bytes: `${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n` },
  { attack: 'a coding after chunked', bytes: `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n` },
  { attack: 'a coding in HTTP/1.0', bytes: 'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' },
  { attack: 'a blank before the colon', bytes: `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n` },
  { attack: 'a folded header', bytes: `${post}X: a\r\n b\r\n\r\n` },
  { attack: 'bare line feeds', bytes: 'GET / HTTP/1.1\nHost: a\n\n' },
  { attack: 'a carriage return in a value', bytes: 'GET / HTTP/1.1\r\nHost: a\r\nX: a\rX-Forwarded-For: 1\r\n\r\n' },
  { attack: 'a zero byte in a value', bytes: 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n' },
  { attack: 'two hosts', bytes: 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n' },
  { attack: 'no host', bytes: 'GET / HTTP/1.1\r\n\r\n' },
  { attack: 'a host with a path', bytes: 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n' },
  { attack: 'a host with markup', bytes: 'GET / HTTP/1.1\r\nHost: <script>\r\n\r\n' },
  { attack: 'an unknown version', bytes: 'GET / HTTP/3.7\r\nHost: a\r\n\r\n' },
  { attack: 'a TLS greeting', bytes: Buffer.from('16030100c8010000c40303', 'hex') },
  { attack: 'random bytes', bytes: Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 167 + 13) % 256)) },
  { attack: 'CONNECT', bytes: 'CONNECT other:443 HTTP/1.1\r\nHost: other:443\r\n\r\n' },
];

for (const { attack, bytes } of refused) {
  test(`a request with ${attack} is refused, never passed on`, async (t) => {
    let asked = 0;
    const backend = await openRawBackend(t, () => {
      asked += 1;
    });
    const { port } = await serve(shared.router(), backend.port);
    t.regex(await exchangeRaw(port, bytes), /^HTTP\/1\.1 (400|405|501) /);
    t.is(asked, 0);
  });
}

test('a head over 32 KiB is refused, one below arrives whole with all its headers', async (t) => {
  const backend = await openRawBackend(t, (socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\r\n\r\n')) socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n${text.match(/X-\d+: /g)?.length}`);
    });
  });
  const { port } = await serve(shared.router(), backend.port);
  const headers = (count: number): string => Array.from({ length: count }, (_, index) => `X-${index}: y\r\n`).join('');
  const text = await exchangeRaw(port, `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers(2500)}\r\n`);
  t.true(text.endsWith('2500'), text);
  t.regex(await exchangeRaw(port, `GET / HTTP/1.1\r\nHost: a\r\n${headers(6000)}\r\n`), /^HTTP\/1\.1 431 /);
});

test('what follows an h2c upgrade is not passed on past the router', async (t) => {
  const seen: string[] = [];
  const backend = await openBackend(t, (request, response) => {
    seen.push(`${request.url} ${request.headers.upgrade} ${request.headers['x-forwarded-for']}`);
    response.end();
  });
  const { port } = await serve(shared.router(), backend.port);
  const upgrade = 'Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMA\r\nUpgrade: h2c\r\n\r\n';
  const text = await exchangeRaw(
    port,
    `GET /one HTTP/1.1\r\nHost: a\r\n${upgrade}GET /two HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n`,
  );
  t.regex(text, /^HTTP\/1\.1 200 OK\r\n[\s\S]*Connection: close/);
  t.deepEqual(seen, ['/one undefined 127.0.0.1']);
});

test('an upgrade with a body is answered over HTTP/1.1 with its body whole', async (t) => {
  const backend = await openBackend(t, (request, response) => void request.pipe(response));
  const { port } = await serve(shared.router(), backend.port);
  const { body } = await fetchFrom(port, {
    method: 'POST',
    body: 'hello',
    headers: { connection: 'Upgrade', upgrade: 'h2c', 'content-length': 5 },
  });
  t.is(body, 'hello');
});

const broken = [
  { title: 'no HTTP', bytes: 'SSH-2.0-OpenSSH\r\n' },
  { title: 'a length and a transfer coding', bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' },
  { title: 'a control character in a header', bytes: 'HTTP/1.1 200 OK\r\nX: a\u0001b\r\nContent-Length: 0\r\n\r\n' },
  { title: 'a status of two digits', bytes: 'HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n' },
  { title: 'a head without end', bytes: `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}` },
  { title: 'an upgrade nobody asked for', bytes: 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n' },
];

for (const { title, bytes } of broken) {
  test(`a backend that answers with ${title} gives a 502 with the request's id, and harms nobody else`, async (t) => {
    const backend = await openRawBackend(t, (socket) => void socket.once('data', () => socket.end(bytes)));
    const { port } = await serve(shared.router(), backend.port);
    const { status, body, headers } = await fetchFrom(port, { headers: { 'x-request-id': 'abc-1' } });
    t.is(status, 502);
    t.is(headers['x-request-id'], 'abc-1');
    t.regex(body, /gave no answer[\s\S]*abc-1/);
    t.deepEqual((await shared.router().routes()).filter((route) => route.port === port).length, 1);
  });
}

test('no byte a backend puts in its status line, header names or values ends the router', async (t) => {
  let answer = Buffer.alloc(0);
  const backend = await openRawBackend(t, (socket) => void socket.once('data', () => socket.end(answer)));
  const { port } = await serve(shared.router(), backend.port);
  for (let byte = 0; byte < 256; byte += 1) {
    const text = String.fromCharCode(byte);
    for (const head of [`200 O${text}K\r\nX: y`, `200 OK\r\nX${text}: y`, `200 OK\r\nX: a${text}b`, `${text}00 OK\r\nX: y`]) {
      answer = Buffer.from(`HTTP/1.1 ${head}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok`, 'latin1');
      const received = await exchangeRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      if (!/^HTTP\/1\.1 \d{3} /.test(received)) return t.fail(`${JSON.stringify(head)} gave ${JSON.stringify(received)}`);
    }
  }
  t.pass();
});

test('no byte a client puts in its request line or headers ends the router', async (t) => {
  const backend = await openBackend(t, (_request, response) => void response.end('ok'));
  const { port } = await serve(shared.router(), backend.port);
  const tail = '\r\nConnection: close\r\n\r\n';
  for (let byte = 0; byte < 256; byte += 1) {
    const text = String.fromCharCode(byte);
    for (const head of [
      `GET /${text} HTTP/1.1\r\nHost: a`,
      `GET ${text} HTTP/1.1\r\nHost: a`,
      `GET / HTTP/1.1\r\nHost: a${text}`,
      `GET / HTTP/1.1\r\nHost: a\r\nX${text}: y`,
      `GET / HTTP/1.1\r\nHost: a\r\nX: a${text}b`,
      `GET / HTTP/1.1\r\nHost: a\r\nUpgrade: a${text}b\r\nConnection: upgrade, a${text}b`,
    ]) {
      const received = await exchangeRaw(port, Buffer.from(head + tail, 'latin1'), (got) => got.includes('\r\n\r\n'));
      if (!/^HTTP\/1\.1 \d{3} /.test(received)) return t.fail(`${JSON.stringify(head)} gave ${JSON.stringify(received)}`);
    }
  }
  t.is((await fetchFrom(port)).body, 'ok');
});
