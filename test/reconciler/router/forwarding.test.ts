import { request as requestOf } from 'node:http';
import { connect } from 'node:net';
import test from 'ava';
import { exchangeRaw, fetchFrom, openBackend, openRawBackend, serve, shareRouter } from './subject.ts';

const shared = shareRouter(test);

test('an app answers at its host name through the shared port, and at its own port whatever the host', async (t) => {
  const backend = await openBackend(t, (request, response) => void response.end(`${request.headers.host} ${request.url}`));
  const served = await serve(shared.router(), backend.port);
  const port = await shared.router().port();

  t.is((await fetchFrom(port, { path: '/a?b=c', headers: { host: served.host } })).body, `${served.host} /a?b=c`);
  t.is((await fetchFrom(port, { headers: { host: `${served.host.toUpperCase()}:8080` } })).body, `${served.host.toUpperCase()}:8080 /`);
  t.is((await fetchFrom(port, { headers: { host: `${served.host}.` } })).status, 200, 'a fully qualified name ends with a dot');
  t.is((await fetchFrom(served.port, { headers: { host: 'anything.at.all' } })).body, 'anything.at.all /');
  t.regex(await exchangeRaw(served.port, 'GET /old HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 OK\r\n[\s\S]* \/old$/);
});

test('a host that is only like an app’s is nobody’s', async (t) => {
  const backend = await openBackend(t, (_request, response) => void response.end('in'));
  const { host } = await serve(shared.router(), backend.port);
  const port = await shared.router().port();
  for (const other of [`www.${host}`, host.slice(1), `${host}..`, `${host}x`, '']) {
    const { status, body } = await fetchFrom(port, { headers: { host: other } });
    t.is(status, 404, other);
    t.regex(body, /sluice apps/);
  }
});

test('a request target in absolute form decides over the Host header', async (t) => {
  const backend = await openBackend(t, (request, response) => void response.end(`${request.headers.host} ${request.url}`));
  const { host } = await serve(shared.router(), backend.port);
  const port = await shared.router().port();
  const answer = await exchangeRaw(port, `GET http://${host}/x?y HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n`);
  t.true(answer.endsWith(`${host} /x?y`), answer);
});

test('what the router says itself is text, HTML or JSON, as the client asks', async (t) => {
  const { port } = await serve(shared.router());
  const plain = await fetchFrom(port);
  t.is(plain.status, 503);
  t.is(plain.headers['retry-after'], '5');
  t.regex(plain.body, /no running web replica/);
  const html = await fetchFrom(port, { headers: { accept: 'text/html,application/json;q=0.9' } });
  t.is(html.headers['content-type'], 'text/html; charset=utf-8');
  const json = await fetchFrom(port, { headers: { accept: 'application/json', 'x-request-id': 'mine-1' } });
  t.like(JSON.parse(json.body), { code: 'app/not-running', request_id: 'mine-1' });
});

test('a backend sees who asked and how, and nothing a client made up about it', async (t) => {
  const backend = await openBackend(t, (request, response) => void response.end(JSON.stringify(request.rawHeaders)));
  const { port, host } = await serve(shared.router(), backend.port);
  const sent = {
    host,
    'x-forwarded-for': '6.6.6.6',
    'X-Forwarded-Proto': 'https',
    x_forwarded_for: '6.6.6.6',
    forwarded: 'for=6.6.6.6',
    'x-real-ip': '6.6.6.6',
    proxy: 'http://evil',
    'x-request-id': 'not valid!',
    connection: 'keep-alive, x-secret, host, x-forwarded-for',
    'x-secret': 'for the router only',
    'keep-alive': 'timeout=1',
    'proxy-authorization': 'Basic x',
    'x-own': 'stays',
  };
  const raw = JSON.parse((await fetchFrom(port, { headers: sent })).body) as string[];
  const got = Object.fromEntries(Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index], raw[2 * index + 1]]));
  const { 'X-Request-Id': id, Connection: connection, ...rest } = got;
  t.regex(id ?? '', /^[0-9a-f-]{36}$/);
  t.is(connection, 'keep-alive');
  t.deepEqual(rest, {
    Host: host,
    'x-own': 'stays',
    'X-Forwarded-For': '127.0.0.1',
    'X-Forwarded-Proto': 'http',
    'X-Forwarded-Host': host,
    'X-Forwarded-Port': String(port),
  });
});

test('headers keep their order, case and repetition both ways, and those of a connection stay on it', async (t) => {
  const backend = await openBackend(t, (request, response) => {
    const seen = request.rawHeaders.filter((name) => /^X-A$/i.test(name)).join();
    response.sendDate = false;
    response.writeHead(201, 'Made Here', [
      'Set-Cookie',
      'a=1',
      'X-MiXed',
      seen,
      'Set-Cookie',
      'b=2',
      'Connection',
      'X-Hop',
      'X-Hop',
      'no',
      'Keep-Alive',
      'x',
    ]);
    response.end('ok');
  });
  const { port } = await serve(shared.router(), backend.port);
  const text = await exchangeRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-a: 2\r\nConnection: close\r\n\r\n');
  t.true(text.startsWith('HTTP/1.1 201 Made Here\r\nSet-Cookie: a=1\r\nX-MiXed: X-A,x-a\r\nSet-Cookie: b=2\r\n'), text);
  t.notRegex(text, /X-Hop|Keep-Alive/);
});

test('a large body streams both ways without being held', async (t) => {
  const backend = await openBackend(t, (request, response) => void request.pipe(response));
  const { port } = await serve(shared.router(), backend.port);
  const body = Buffer.alloc(8 * 1024 * 1024, 'abcdefghij');
  const known = await fetchFrom(port, { method: 'POST', body, headers: { 'content-length': body.length } });
  t.is(known.body.length, body.length);
  const chunked = await fetchFrom(port, { method: 'PUT', body, headers: { 'transfer-encoding': 'chunked' } });
  t.true(chunked.body === body.toString());
});

test('the first part of an answer arrives while the backend still thinks about the rest', async (t) => {
  let finish = (): void => {};
  const backend = await openBackend(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    finish = () => response.end('data: 2\n\n');
    setTimeout(() => response.write('data: 1\n\n'), 20);
  });
  const { port } = await serve(shared.router(), backend.port);
  const order: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const request = requestOf({ host: '127.0.0.1', port, agent: false }, (answer) => {
      order.push('head');
      answer.on('data', (chunk: Buffer) => {
        order.push(String(chunk).trim());
        finish();
      });
      answer.once('end', resolve);
    });
    request.once('error', reject);
    request.end();
  });
  t.deepEqual(order, ['head', 'data: 1', 'data: 2']);
});

test('the head of an answer arrives before any of its body', async (t) => {
  const backend = await openBackend(t, (_request, response) => response.flushHeaders());
  const { port } = await serve(shared.router(), backend.port);
  await new Promise<void>((resolve, reject) => {
    const request = requestOf({ host: '127.0.0.1', port, agent: false }, (answer) => {
      t.is(answer.statusCode, 200);
      answer.destroy();
      resolve();
    });
    request.once('error', reject);
    request.end();
  });
});

test('an upload reaches the backend piece by piece', async (t) => {
  const backend = await openBackend(t, (request, response) => {
    response.flushHeaders();
    request.on('data', (chunk: Buffer) => response.write(`<${chunk}>`));
    request.on('end', () => response.end());
  });
  const { port } = await serve(shared.router(), backend.port);
  let received = '';
  await new Promise<void>((resolve, reject) => {
    const request = requestOf(
      { host: '127.0.0.1', port, method: 'POST', agent: false, headers: { 'transfer-encoding': 'chunked' } },
      (answer) => {
        request.write('one');
        answer.on('data', (chunk: Buffer) => {
          received += chunk;
          if (received === '<one>') request.end('two');
        });
        answer.once('end', resolve);
      },
    );
    request.flushHeaders();
    request.once('error', reject);
  });
  t.is(received, '<one><two>');
});

test('trailers pass both ways, except those that would frame or authorise a message', async (t) => {
  const backend = await openBackend(t, (request, response) => {
    request.resume();
    request.once('end', () => {
      response.writeHead(200, { trailer: 'X-Sum', 'transfer-encoding': 'chunked' });
      response.write('body');
      response.addTrailers({ 'X-Sum': JSON.stringify(request.trailers), 'Set-Cookie': 'late=1' });
      response.end();
    });
  });
  const { port } = await serve(shared.router(), backend.port);
  const text = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
  const answer = await exchangeRaw(port, `${text}1\r\na\r\n0\r\nX-Check: 7\r\nAuthorization: x\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n`);
  t.true(answer.endsWith('0\r\nX-Sum: {"x-check":"7"}\r\n\r\n'), answer);
});

test('HEAD, 204 and 304 have no body, and the connection goes on', async (t) => {
  const backend = await openBackend(t, (request, response) => {
    response.statusCode = Number(request.url?.slice(1)) || 200;
    if (request.method === 'HEAD') response.setHeader('content-length', '1000');
    response.end();
  });
  const { port } = await serve(shared.router(), backend.port);
  const text = await exchangeRaw(
    port,
    'HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /204 HTTP/1.1\r\nHost: a\r\n\r\nGET /304 HTTP/1.1\r\nHost: a\r\n\r\nGET /200 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  t.deepEqual(
    [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
    ['200', '204', '304', '200'],
  );
  t.regex(text, /Content-Length: 1000/i);
});

test('a client that waits for 100 Continue gets it from the backend, or its refusal before the body is sent', async (t) => {
  const backend = await openBackend(t, (request, response) => void request.pipe(response));
  const refusing = await openRawBackend(t, (socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno'));
  });
  const willing = await serve(shared.router(), backend.port);
  const unwilling = await serve(shared.router(), refusing.port);
  const ask = (port: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const request = requestOf(
        { host: '127.0.0.1', port, method: 'POST', agent: false, headers: { expect: '100-continue', 'content-length': 4 } },
        (answer) => {
          let body = '';
          answer.on('data', (chunk) => {
            body += chunk;
          });
          answer.once('end', () => resolve(`${answer.statusCode} ${body}`));
        },
      );
      request.once('continue', () => request.end('body'));
      request.once('error', reject);
      request.flushHeaders();
    });
  t.is(await ask(willing.port), '200 body');
  t.is(await ask(unwilling.port), '413 no');
  // What a client sends after a refusal could be the body or a new request: the connection ends.
  const text = await exchangeRaw(unwilling.port, 'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n');
  t.regex(text, /^HTTP\/1\.1 413 .*\r\n[\s\S]*Connection: close\r\n[\s\S]*no$/);
});

test('early hints are passed on', async (t) => {
  const backend = await openBackend(t, (_request, response) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload' });
    response.end('ok');
  });
  const { port } = await serve(shared.router(), backend.port);
  const text = await exchangeRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  t.regex(text, /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK\r\n/i);
});

test('a client that leaves makes the backend’s connection end', async (t) => {
  let left = (): void => {};
  const gone = new Promise<void>((resolve) => {
    left = resolve;
  });
  const backend = await openBackend(t, (request, response) => {
    request.once('close', () => left());
    response.write('first');
  });
  const { port } = await serve(shared.router(), backend.port);
  await exchangeRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', (received) => received.includes('first'));
  await gone;
  t.pass();
});

test('an answer that breaks off is seen as broken by the client', async (t) => {
  const backend = await openRawBackend(t, (socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this'));
  });
  const { port } = await serve(shared.router(), backend.port);
  await t.throwsAsync(fetchFrom(port), { code: 'ECONNRESET' });
});

test('an answer without a length, ended by closing, arrives whole', async (t) => {
  const backend = await openRawBackend(t, (socket) => {
    socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nall of it'));
  });
  const { port } = await serve(shared.router(), backend.port);
  t.is((await fetchFrom(port)).body, 'all of it');
});

test('a slow client is given its answer at its own pace', async (t) => {
  const size = 4 * 1024 * 1024;
  const backend = await openBackend(t, (_request, response) => void response.end(Buffer.alloc(size)));
  const { port } = await serve(shared.router(), backend.port);
  let received = 0;
  await new Promise<void>((resolve, reject) => {
    const request = requestOf({ host: '127.0.0.1', port, agent: false }, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        received += chunk.length;
        answer.pause();
        setTimeout(() => answer.resume(), 1);
      });
      answer.once('end', resolve);
      answer.once('error', reject);
    });
    request.once('error', reject);
    request.end();
  });
  t.is(received, size);
});

test('a head that comes byte by byte is understood', async (t) => {
  const backend = await openBackend(t, (request, response) => void response.end(request.url));
  const { port } = await serve(shared.router(), backend.port);
  const text = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.once('close', () => resolve(received));
    const bytes = [...'GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'];
    const next = (): void => {
      const byte = bytes.shift();
      if (byte !== undefined) socket.write(byte, () => setImmediate(next));
    };
    next();
  });
  t.true(text.endsWith('/slow'));
});
