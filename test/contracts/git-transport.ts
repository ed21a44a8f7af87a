import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deflateSync, gzipSync } from 'node:zlib';
import type { ExecutionContext, TestFn } from 'ava';
import { secret, user } from '../gitserver/transport/app.ts';
import { commandList, line, packOf, zero } from '../gitserver/transport/pack.ts';
import { basic, openRequest, type RawRequest, sendRequest } from '../gitserver/transport/send-request.ts';
import { createWork } from '../gitserver/transport/start-transport.ts';
import type { Git, GitOptions } from '../helpers/git.ts';

/**
 * A git server with one empty bare repository, `shop.git`, for the user of these tests. It lets every branch and tag in, printing `looking`
 * before; a push with a branch `slow` in it waits there until the file `go` is in the repository's folder.
 */
export type OpenTransport = {
  readonly origin: string;
  readonly git: Git;
  /** Where the client's repositories go. */
  readonly folder: string;
  /** Folders in which a server could make repositories of its own. */
  readonly roots: readonly string[];
  readonly repository: string;
  /** What it was told of each push so far: `old new ref`. */
  readonly told: () => Promise<readonly (readonly string[])[]>;
  /** Resolves when no git of the server is at work. */
  readonly settled: () => Promise<void>;
};

export type TransportSubject = {
  readonly name: string;
  readonly open: (t: ExecutionContext<unknown>, options: { readonly packBytes: number }) => Promise<OpenTransport>;
  /** Titles of the cases it is known to fail. One more or fewer turns the suite red. */
  readonly fails: readonly string[];
};

const note = 'docs/decisions/0001-our-own-git-driver.md';

/** What a git server over HTTP must do and survive, with the real client and with requests made by hand. */
export const testGitTransport = (test: TestFn, subject: TransportSubject): void => {
  test(`${subject.name}: every failure listed is a case of the suite`, (t) => {
    t.deepEqual(
      subject.fails.filter((title) => !Object.hasOwn(cases, title)),
      [],
    );
  });
  for (const [title, run] of Object.entries(cases)) {
    const isFailing = subject.fails.includes(title);
    test(`${subject.name}: ${title}${isFailing ? ' (known to fail)' : ''}`, async (t) => {
      const opened = await subject.open(t, { packBytes: 200_000 });
      const failure = await run(createCase(opened, isFailing ? 4000 : 60_000)).then(
        () => undefined,
        (error: Error) => error,
      );
      if (isFailing && failure === undefined) t.fail(`«${subject.name}» does this now. ${note} rests on its not doing so: judge again.`);
      else if (!isFailing && failure !== undefined) t.fail(`${failure.message}\n(what each server can do: ${note})`);
      else t.pass();
    });
  }
};

const createCase = (opened: OpenTransport, patienceMs: number) => {
  const authorization = basic(user, secret);
  const remote = `${opened.origin.replace('://', `://${encodeURIComponent(user)}:${secret}@`)}/shop.git`;
  const isUp = async () => {
    for (let time = 0; time < 3; time += 1) await send({ path: '/shop.git/info/refs?service=git-upload-pack' });
  };
  const send = (raw: Omit<RawRequest, 'origin'>) =>
    sendRequest({ patienceMs, ...raw, origin: opened.origin, headers: { authorization, ...raw.headers } });
  const rpc = (service: 'receive-pack' | 'upload-pack', headers: Readonly<Record<string, string>> = {}) => ({
    origin: opened.origin,
    path: `/shop.git/git-${service}`,
    method: 'POST',
    headers: { 'content-type': `application/x-git-${service}-request`, ...headers },
  });
  const work = async () => {
    const made = await createWork(opened);
    const push = (refs: readonly string[], options: GitOptions = {}) =>
      made.git(['push', remote, ...refs], { signal: AbortSignal.timeout(patienceMs), ...options });
    const head = async () => (await made.git(['rev-parse', 'HEAD'])).stdout.trim();
    const byHand = async (ref: string) => {
      const commit = await head();
      return Buffer.concat([Buffer.from(commandList([`${zero} ${commit} ${ref}`])), await packOf(opened.git, made.cwd, commit)]);
    };
    const addBytes = async (size: number) => {
      const blob = (await made.git(['hash-object', '-w', '--stdin'], { input: randomBytes(size) })).stdout.trim();
      await made.git(['update-index', '--add', '--cacheinfo', `100644,${blob},bytes`]);
      return made.commit('bytes');
    };
    return { ...made, push, head, byHand, addBytes };
  };
  const refs = async () =>
    (await opened.git(['for-each-ref', '--format=%(refname)'], { cwd: opened.repository })).stdout.trim().split('\n');
  return { ...opened, authorization, remote, patienceMs, isUp, send, rpc, work, refs };
};

type Case = ReturnType<typeof createCase>;

const cases: Readonly<Record<string, (subject: Case) => Promise<void>>> = {
  'what is pushed can be cloned and fetched': async ({ git, work, remote }) => {
    const { push, commit, head } = await work();
    assert.equal((await push(['main', 'main:refs/tags/v1'])).exitCode, 0);
    assert.equal((await git(['clone', '-q', remote, 'copy'])).exitCode, 0);
    await commit('second');
    assert.equal((await push(['main'])).exitCode, 0);
    assert.equal((await git(['-C', 'copy', 'pull', '-q'])).exitCode, 0);
    assert.equal((await git(['-C', 'copy', 'rev-parse', 'HEAD'])).stdout.trim(), await head());
  },
  'a line of the hook reaches the pusher while the hook waits': async ({ work, repository }) => {
    const { push } = await work();
    const onStderr = (text: string) => {
      if (text.includes('remote: looking')) void writeFile(join(repository, 'go'), '');
    };
    const { exitCode, stderr } = await push(['main:slow'], { onStderr });
    assert.equal(exitCode, 0, stderr);
  },
  'a push larger than the client buffers lands': async ({ work, git, remote, patienceMs }) => {
    const { addBytes, cwd } = await work();
    await addBytes(150_000);
    const signal = AbortSignal.timeout(patienceMs);
    const pushed = await git(['-c', 'http.postBuffer=65536', 'push', remote, 'main'], { cwd, signal });
    assert.equal(pushed.exitCode, 0, pushed.stderr);
  },
  'a compressed fetch is understood': async ({ work, send, rpc }) => {
    const { push, head } = await work();
    await push(['main']);
    const body = gzipSync(`${line(`want ${await head()}\n`)}0000${line('done\n')}`);
    assert.match((await send({ ...rpc('upload-pack', { 'content-encoding': 'gzip' }), body })).body, /PACK/);
  },
  'a path that climbs out of the folder finds nothing': async ({ send }) => {
    for (const path of ['/../shop.git', '/%2e%2e/shop.git', '/x/../../shop.git']) {
      const { status, body } = await send({ path: `${path}/info/refs?service=git-upload-pack` });
      assert.ok(status >= 400 || !body.includes('refs/heads'), path);
    }
  },
  'a hand-made push without credentials is refused': async ({ work, rpc, patienceMs, refs }) => {
    const { byHand } = await work();
    const { status } = await sendRequest({ ...rpc('receive-pack'), body: await byHand('refs/heads/main'), patienceMs });
    assert.equal(status, 401);
    assert.deepEqual(await refs(), ['']);
  },
  'a hand-made fetch without credentials is refused': async ({ work, rpc, patienceMs }) => {
    const { push, head } = await work();
    await push(['main']);
    const body = `${line(`want ${await head()}\n`)}0000${line('done\n')}`;
    assert.equal((await sendRequest({ ...rpc('upload-pack'), body, patienceMs })).status, 401);
  },
  'a client that goes away while it sends leaves the server up': async ({ work, rpc, authorization, isUp }) => {
    const body = await (await work()).byHand('refs/heads/main');
    const gone = Promise.withResolvers<void>();
    const request = openRequest({ ...rpc('receive-pack', { authorization }) }, () => {});
    request.once('close', gone.resolve);
    request.write(body.subarray(0, body.length - 30), () => request.destroy());
    await gone.promise;
    await isUp();
  },
  'a body that says gzip and is not leaves the server up': async ({ send, rpc, isUp }) => {
    await send({ ...rpc('receive-pack', { 'content-encoding': 'gzip' }), body: 'this is not gzip' });
    await isUp();
  },
  'a pack over the limit is refused with the reason': async ({ work, isUp }) => {
    const { push, addBytes } = await work();
    await addBytes(3_000_000);
    assert.match((await push(['main'])).stderr, /exceeds maximum allowed size/);
    await isUp();
  },
  'a push to notes is answered': async ({ work }) => {
    assert.notEqual((await (await work()).push(['main:refs/notes/x'])).exitCode, null);
  },
  'a branch is told by its whole name': async ({ work, told }) => {
    await (await work()).push(['main:release-2001']);
    assert.match((await told())[0]?.[0] ?? '', / refs\/heads\/release-2001$/);
  },
  'the old id is told as git has it': async ({ work, told }) => {
    const { push, head, commit } = await work();
    await push(['main:side']);
    const before = await head();
    await commit('second');
    await push(['main:side']);
    assert.equal((await told())[1]?.[0]?.split(' ')[0], before);
  },
  'a push of several refs is told as one': async ({ work, told }) => {
    await (await work()).push(['main:one', 'main:two', 'main:refs/tags/v1']);
    assert.deepEqual(
      (await told()).map((refs) => refs.length),
      [3],
    );
  },
  'a list of refs that arrives in pieces is answered': async ({ work, send, rpc }) => {
    const body = await (await work()).byHand('refs/heads/side');
    const answer = await send({ ...rpc('receive-pack'), body: Readable.from(Array.from(body, (byte) => Buffer.of(byte))) });
    assert.match(answer.body, /ok refs\/heads\/side/);
  },
  'the probe before a large push is told to nobody': async ({ send, rpc, told }) => {
    assert.equal((await send({ ...rpc('receive-pack'), body: '0000' })).status, 200);
    assert.deepEqual(await told(), []);
  },
  'credentials of another scheme are answered': async ({ send }) => {
    const { status } = await send({ path: '/shop.git/info/refs?service=git-upload-pack', headers: { authorization: 'Bearer x' } });
    assert.equal(status, 401);
  },
  'version 2 of the protocol is spoken to who asks for it': async ({ send }) => {
    const { body } = await send({ path: '/shop.git/info/refs?service=git-upload-pack', headers: { 'git-protocol': 'version=2' } });
    assert.match(body, /version 2/);
  },
  'a repository that does not exist is not made': async ({ send, settled, roots }) => {
    await send({ path: '/nothing.git/info/refs?service=git-upload-pack' });
    await settled();
    for (const root of roots) assert.ok(!(await readdir(root)).includes('nothing.git'));
  },
  'a client that goes away in the hook pushes nothing': async ({ work, repository, settled, refs }) => {
    const { push } = await work();
    const death = new AbortController();
    const onStderr = (text: string) => {
      if (text.includes('remote: looking')) death.abort();
    };
    await push(['main:slow'], { onStderr, signal: death.signal });
    await writeFile(join(repository, 'go'), '');
    await settled();
    assert.deepEqual(await refs(), ['']);
  },
  'a connection serves more than one request': async ({ send }) => {
    const { headers } = await send({ path: '/shop.git/info/refs?service=git-upload-pack', headers: { connection: 'keep-alive' } });
    assert.notEqual(headers.connection, 'close');
  },
  'a deflated body is understood or refused': async ({ work, send, rpc }) => {
    const { push, head } = await work();
    await push(['main']);
    const body = deflateSync(`${line(`want ${await head()}\n`)}0000${line('done\n')}`);
    const answer = await send({ ...rpc('upload-pack', { 'content-encoding': 'deflate' }), body });
    assert.ok(answer.status >= 400 || answer.body.includes('PACK'));
  },
};
