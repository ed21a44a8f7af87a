import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { waitUntil } from '../../helpers/wait-until.ts';
import { secret, user } from './app.ts';
import { commandList, line, packOf, zero } from './pack.ts';
import { basic, openRequest, sendRequest } from './send-request.ts';
import { createWork, type StartedTransport, startTransport } from './start-transport.ts';

const authorization = basic(user, secret);
const post = (
  started: StartedTransport,
  service: 'receive-pack' | 'upload-pack',
  headers: Readonly<Record<string, string>> = { authorization },
) => ({
  origin: started.origin,
  path: `/shop.git/git-${service}`,
  method: 'POST',
  headers: { 'content-type': `application/x-git-${service}-request`, ...headers },
});
const listRefs = `${line('command=ls-refs')}0000`;

test('a hand-made request straight to a pack service, with no or wrong credentials, never reaches git', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const head = (await work.git(['rev-parse', 'HEAD'])).stdout.trim();
  const body = Buffer.concat([Buffer.from(commandList([`${zero} ${head} refs/heads/side`])), await packOf(started.git, work.cwd, head)]);
  for (const headers of [{}, { authorization: basic(user, 'guess') }, { authorization: 'Bearer x' }, { authorization: 'Basic !' }]) {
    for (const service of ['receive-pack', 'upload-pack'] as const) {
      const answer = await sendRequest({ ...post(started, service, headers as Record<string, string>), body });
      t.is(answer.status, 401);
      t.regex(answer.headers['www-authenticate'] ?? '', /^Basic realm=/);
    }
  }
  t.is((await started.git(['for-each-ref'], { cwd: started.source })).stdout, '');
  t.is((await sendRequest({ ...post(started, 'receive-pack'), body })).status, 200);
  t.regex((await started.git(['for-each-ref'], { cwd: started.source })).stdout, /refs\/heads\/side/);
});

test('who may not, and what is not there, is told in words that git prints', async (t) => {
  const started = await startTransport(t);
  const clone = async (remote: string) => (await started.git(['clone', remote, 'nothing'])).stderr;
  t.regex(await clone(started.remote.replace('shop', 'shap')), /remote: ✗ There is no app «shap»\.\s+remote: → sluice apps/);
  t.regex(await clone(started.remote.replace('shop', 'other')), /remote: ✗ «other» is not yours\./);
  t.regex(await clone(started.remote.replace(secret, 'wrong')), /remote: ✗ This needs an e-mail address/);
  t.regex(await clone(started.remote.replace('shop.git', 'sh%2e%2eop.git')), /remote: There is no repository at this address/);
});

test('a dumb client is told which protocol is spoken', async (t) => {
  const started = await startTransport(t);
  for (const path of ['/shop.git/info/refs', '/shop.git/HEAD', '/shop.git/objects/info/packs']) {
    const answer = await sendRequest({ origin: started.origin, path });
    t.is(answer.status, 403);
    t.regex(answer.body, /smart HTTP/);
  }
  t.deepEqual(started.asked, []);
});

test('repositories answer below the host name of Gigalixir too', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  t.like(await work.git(['push', '-q', started.remote.replace('/shop', '/git.gigalixir.com/shop'), 'main']), { exitCode: 0 });
});

test('no answer may be cached or held back', async (t) => {
  const started = await startTransport(t);
  const list = { origin: started.origin, path: '/shop.git/info/refs?service=git-upload-pack', headers: { authorization } };
  for (const request of [list, { ...post(started, 'receive-pack'), body: '0000' }]) {
    const { status, headers } = await sendRequest(request);
    t.is(status, 200);
    t.is(headers['x-accel-buffering'], 'no');
    t.regex(headers['cache-control'] ?? '', /no-cache/);
  }
});

test('version 2 is spoken to who asks for it', async (t) => {
  const started = await startTransport(t);
  const list = { origin: started.origin, path: '/shop.git/info/refs?service=git-upload-pack' };
  t.regex((await sendRequest({ ...list, headers: { authorization, 'git-protocol': 'version=2' } })).body, /^000eversion 2\n/);
  t.regex(
    (await sendRequest({ ...list, headers: { authorization, 'git-protocol': 'version=2\u0080; x' } })).body,
    /^001e# service=git-upload-pack\n0000/,
  );
});

test('the probe before a large push, and a push of nothing, are answered with nothing', async (t) => {
  const started = await startTransport(t);
  t.like(await sendRequest({ ...post(started, 'receive-pack'), body: '0000' }), { status: 200, body: '' });
  t.is(started.pushes.length, 0);
});

test('a push larger than what git keeps in memory goes through in chunks', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const { randomBytes } = await import('node:crypto');
  const blob = (await work.git(['hash-object', '-w', '--stdin'], { input: randomBytes(3_000_000) })).stdout.trim();
  await work.git(['update-index', '--add', '--cacheinfo', `100644,${blob},big`]);
  await work.commit('big');
  t.like(await work.git(['-c', 'http.postBuffer=65536', 'push', '-q', started.remote, 'main']), { exitCode: 0 });
});

test('garbage in place of a list of refs is answered, not passed on', async (t) => {
  const started = await startTransport(t);
  for (const body of ['', '00', 'GET / HTTP/1.1', '0003', commandList(['x y z'])]) {
    t.regex((await sendRequest({ ...post(started, 'receive-pack'), body })).body, /^[0-9a-f]{4}ERR /, body);
  }
  t.deepEqual(await started.children(), []);
});

test('a push that arrives byte by byte is the same push', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const head = (await work.git(['rev-parse', 'HEAD'])).stdout.trim();
  const whole = Buffer.concat([Buffer.from(commandList([`${zero} ${head} refs/heads/side`])), await packOf(started.git, work.cwd, head)]);
  const answer = await sendRequest({ ...post(started, 'receive-pack'), body: Readable.from(Array.from(whole, (byte) => Buffer.of(byte))) });
  t.regex(answer.body, /unpack ok/);
  t.regex(answer.body, /ok refs\/heads\/side/);
});

test('a compressed body is inflated', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  await work.git(['push', '-q', started.remote, 'main']);
  const headers = { authorization, 'content-encoding': 'gzip', 'git-protocol': 'version=2' };
  const answer = await sendRequest({ ...post(started, 'upload-pack', headers), body: gzipSync(listRefs) });
  t.regex(answer.body, /refs\/heads\/main/);
});

test('a body that says gzip and is not, one that breaks off, and one of another encoding are refused', async (t) => {
  const started = await startTransport(t);
  const bodies: readonly (readonly [string, Buffer])[] = [
    ['gzip', Buffer.from('this is not gzip')],
    ['gzip', gzipSync(listRefs).subarray(0, 15)],
    ['deflate', Buffer.from(listRefs)],
    ['br', Buffer.from(listRefs)],
  ];
  for (const service of ['upload-pack', 'receive-pack'] as const) {
    for (const [encoding, body] of bodies) {
      const answer = await sendRequest({ ...post(started, service, { authorization, 'content-encoding': encoding }), body });
      t.is(answer.status, 422, `${service} ${encoding}`);
    }
  }
  await waitUntil('no process is left', async () => (await started.children()).length === 0);
  t.notRegex(started.log.join(''), /bug/);
});

test('a small body that inflates to a large one is cut off at the limit', async (t) => {
  const started = await startTransport(t, { limits: { bodyBytes: 1_000_000 } });
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const inList = gzipSync(
    Buffer.concat([Buffer.from(commandList([`${zero} ${'a'.repeat(40)} refs/heads/side`])), Buffer.alloc(50_000_000)]),
  );
  for (const [service, body] of [
    ['upload-pack', bomb],
    ['receive-pack', inList],
  ] as const) {
    const { body: text } = await sendRequest({ ...post(started, service, { authorization, 'content-encoding': 'gzip' }), body });
    t.notRegex(text, /ok refs/);
  }
  await waitUntil('no process is left', async () => started.busy() === 0 && (await started.children()).length === 0);
  t.is((await sendRequest({ ...post(started, 'receive-pack'), body: '0000' })).status, 200);
});

test('a connection that stands still is closed', async (t) => {
  const started = await startTransport(t, { limits: { idleMs: 100 } });
  for (const service of ['upload-pack', 'receive-pack'] as const) {
    const body = new PassThrough();
    body.write('00');
    await t.throwsAsync(sendRequest({ ...post(started, service), body }), { code: 'ECONNRESET' });
  }
  await waitUntil('no process is left', async () => started.busy() === 0 && (await started.children()).length === 0);
});

test('who is not let in may not send without end', async (t) => {
  const started = await startTransport(t);
  const closed = Promise.withResolvers<void>();
  const request = openRequest(post(started, 'receive-pack', {}), () => closed.resolve());
  Readable.from(endless(Buffer.alloc(65_536))).pipe(request);
  await closed.promise;
  await waitUntil('the request is over', () => started.busy() === 0);
  t.deepEqual(await started.children(), []);
});

test('a repository that is gone, and a git that is not there, are faults of the server in words', async (t) => {
  const started = await startTransport(t);
  const list = { origin: started.origin, path: '/shop.git/info/refs?service=git-upload-pack', headers: { authorization } };
  await started.git(['-C', started.source, 'config', 'core.repositoryformatversion', '99']);
  const answer = await sendRequest(list);
  t.is(answer.status, 500);
  t.regex(Buffer.from(answer.body, 'latin1').toString(), /✗ The source repository of «shop» can't be read/);
  t.regex((await sendRequest({ ...post(started, 'upload-pack'), body: listRefs })).body, /ERR .*can't be read/);
  const bare = await startTransport(t, { searchPath: '/nowhere' });
  t.is((await sendRequest({ ...list, origin: bare.origin })).status, 500);
  t.regex((await sendRequest({ ...post(bare, 'upload-pack'), body: listRefs })).body, /ERR .*Something went wrong/);
});

async function* endless(chunk: Buffer) {
  for (;;) yield chunk;
}
