import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { Fault } from '../../../core/index.ts';
import { obtainSops } from '../../../gitserver/sops/obtain.ts';
import { canRun, testWhere } from '../../helpers/test-where.ts';
import { emptyMachine, fakeSops, listen, open, pinOf } from './sops-mirror.ts';

const program = fakeSops();
const pins = { 'test-test': pinOf(program) };

const obtain = async (t: ExecutionContext, env: Record<string, string>) => {
  const { cacheFolder, bin, say } = await emptyMachine(t);
  return obtainSops({ env: { PATH: bin, ...env }, cacheFolder, say, platform: 'test', arch: 'test', pins, patienceMs: 20_000 });
};

test('a proxy is asked for a host that only it can find', async (t) => {
  const asked: (string | undefined)[] = [];
  const proxy = await listen(t, (request, response) => {
    asked.push(request.url);
    response.end(program);
  });
  await obtain(t, { SLUICE_SOPS_URL: 'http://mirror.invalid', http_proxy: proxy });
  t.deepEqual(asked, ['http://mirror.invalid/sops-for-test']);
});

test('NO_PROXY keeps a host away from a dead proxy', async (t) => {
  const mirror = await listen(t, (_, response) => response.end(program));
  await obtain(t, { SLUICE_SOPS_URL: mirror, HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' });
  t.pass();
});

for (const proxy of ['http://127.0.0.1:9', 'socks5://127.0.0.1:9', 'nonsense']) {
  test(`the unusable proxy ${proxy} ends the attempt in seconds`, async (t) => {
    const before = Date.now();
    const fault = await t.throwsAsync(obtain(t, { SLUICE_SOPS_URL: 'http://mirror.invalid', http_proxy: proxy }), { instanceOf: Fault });
    t.is(fault.code, 'sops/missing');
    t.true(Date.now() - before < 5000);
  });
}

const openssl = { holds: canRun('openssl', ['version']), otherwise: 'there is no openssl here to make a certificate with' };

testWhere(openssl, 'an own authority is trusted when named, also through a tunnel, and refused when not', async (t) => {
  const { folder } = await emptyMachine(t);
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', cert];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '2', ...files, ...subject]);
  const server = https.createServer({ key: await readFile(key), cert: await readFile(cert) }, (_, response) => void response.end(program));
  const mirror = (await open(t, server)).replace('http://127.0.0.1', 'https://localhost');
  const { proxy, tunnels } = await tunnelling(t);
  await obtain(t, { SLUICE_SOPS_URL: mirror, NODE_EXTRA_CA_CERTS: cert });
  await obtain(t, { SLUICE_SOPS_URL: mirror, SSL_CERT_FILE: cert, https_proxy: proxy });
  t.is(tunnels(), 1);
  t.is((await t.throwsAsync(obtain(t, { SLUICE_SOPS_URL: mirror }), { instanceOf: Fault })).code, 'sops/missing');
});

const tunnelling = async (t: ExecutionContext) => {
  let count = 0;
  const sockets: Socket[] = [];
  const server = http.createServer();
  server.on('connect', (request, client: Socket) => {
    count += 1;
    const upstream = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) sockets.push(socket.on('error', () => socket.destroy()));
  });
  const proxy = await open(t, server);
  t.teardown(() => sockets.forEach((socket) => void socket.destroy()));
  return { proxy, tunnels: () => count };
};
