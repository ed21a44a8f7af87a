import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { type Fault, type Receive, zeroOid } from '../../../core/index.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { secret, user } from './app.ts';
import { commandList, packOf } from './pack.ts';
import { basic, openRequest, sendRequest } from './send-request.ts';
import { createWork, type StartedTransport, startTransport } from './start-transport.ts';

const headers = { authorization: basic(user, secret), 'content-type': 'application/x-git-receive-pack-request' };

const openPush = (started: StartedTransport) =>
  openRequest({ origin: started.origin, path: '/shop.git/git-receive-pack', method: 'POST', headers }, () => {});

/** Nothing is left of the push that broke off, and the next one works. */
const assertClean = async (t: ExecutionContext<unknown>, started: StartedTransport, refs: string) => {
  await waitUntil('the request is over and no process left', async () => started.busy() === 0 && (await started.children()).length === 0);
  t.deepEqual(
    (await readdir(join(started.source, 'objects'))).filter((name) => name.startsWith('tmp_objdir')),
    [],
  );
  t.is((await started.git(['for-each-ref', '--format=%(refname)'], { cwd: started.source })).stdout.trim(), refs);
  t.notRegex(started.log.join(''), /bug/);
  const work = await createWork(started);
  const next = await work.git(['push', '-q', '--force', started.remote, 'main:next']);
  t.is(next.exitCode, 0, next.stderr);
};

test('a client that goes away before its commands leaves nothing', async (t) => {
  const started = await startTransport(t);
  for (const sent of ['', '00', commandList([`${zeroOid} ${'a'.repeat(40)} refs/heads/main`]).slice(0, 60)]) {
    const push = openPush(started);
    push.flushHeaders();
    push.write(sent);
    await waitUntil('the server has it', () => started.busy() === 1);
    push.destroy();
    await waitUntil('the server knows', () => started.busy() === 0);
  }
  t.is(started.pushes.length, 0);
  await assertClean(t, started, '');
});

test('a client that goes away in the pack takes its git along', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const head = await work.commit('second');
  const pack = await packOf(started.git, work.cwd, head);
  const push = openPush(started);
  push.write(commandList([`${zeroOid} ${head} refs/heads/main`]));
  push.write(pack.subarray(0, pack.length / 2));
  await waitUntil('git reads', async () => (await started.children()).length > 0);
  push.destroy();
  await waitUntil('git is gone', async () => (await started.children()).length === 0);
  t.is(started.pushes.length, 0);
  await assertClean(t, started, '');
});

/** A push by the real client, killed as soon as `when` has been reached. */
const pushAndDie = async (t: ExecutionContext<unknown>, receive: (reached: () => void) => Partial<Receive>) => {
  const death = new AbortController();
  const started = await startTransport(t, { receive: receive(() => death.abort()) });
  const work = await createWork(started);
  await work.git(['push', started.remote, 'main', 'main:side'], { signal: death.signal });
  return started;
};

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));

test('a client that goes away in the gate is refused once the gate has been told', async (t) => {
  const ends: string[] = [];
  const started = await pushAndDie(t, (reached) => ({
    gate: async (push, output, signal) => {
      if (push.commands.some(({ ref }) => ref === 'refs/heads/next')) return;
      output('building');
      reached();
      await aborted(signal);
      t.is((signal.reason as Fault).code, 'interrupted');
      throw signal.reason;
    },
    end: (push) => ends.push(push.id),
  }));
  await waitUntil('it is over', () => started.busy() === 0);
  t.deepEqual(ends, [started.pushes[0]?.id ?? '']);
  await assertClean(t, started, '');
});

test('a gate that says yes to a client who has gone is not listened to', async (t) => {
  const started = await pushAndDie(t, (reached) => ({
    gate: async (push, _output, signal) => {
      if (push.commands.some(({ ref }) => ref === 'refs/heads/next')) return;
      reached();
      await aborted(signal);
    },
  }));
  await assertClean(t, started, '');
});

test('a client that goes away while its push lands changes nothing about it', async (t) => {
  const told = Promise.withResolvers<void>();
  const started = await pushAndDie(t, (reached) => ({
    land: async (_push, commands, output, signal) => {
      output('rolling out');
      reached();
      await aborted(signal);
      told.resolve();
      return commands.map(({ ref }) => ({ ref, ok: true }));
    },
  }));
  await told.promise;
  await waitUntil('it is over', () => started.busy() === 0);
  await assertClean(t, started, 'refs/heads/side');
});

test('the server stops: what is being judged is refused with the reason, and what comes is turned away', async (t) => {
  const started: StartedTransport = await startTransport(t, {
    receive: {
      gate: async (_push, _output, signal) => {
        void stopped.resolve(started.transport.stop());
        await aborted(signal);
        throw signal.reason;
      },
    },
  });
  const stopped = Promise.withResolvers<void>();
  const work = await createWork(started);
  const pushed = await work.git(['push', started.remote, 'main']);
  t.regex(pushed.stderr, /remote: ✗ The platform is stopping/);
  t.is(pushed.exitCode, 1);
  await stopped.promise;
  t.deepEqual(await started.children(), []);
  const later = await work.git(['push', started.remote, 'main']);
  t.regex(later.stderr, /remote: ✗ The platform is stopping/);
});

test('the server stops: a push that is still being sent is told so', async (t) => {
  const started = await startTransport(t);
  const waiting = sendRequest({ origin: started.origin, path: '/shop.git/git-receive-pack', method: 'POST', headers, body: stalled('00') });
  await waitUntil('the server has it', () => started.busy() === 1);
  await started.transport.stop();
  t.regex((await waiting).body, /ERR .*The platform is stopping/);
});

test('the server stops: a landing that does not end is left behind after a while, its git killed', async (t) => {
  const never = new Promise<never>(() => {});
  const landing = Promise.withResolvers<void>();
  const started = await startTransport(t, {
    limits: { stopMs: 50 },
    receive: {
      land: async () => {
        landing.resolve();
        return never;
      },
    },
  });
  const work = await createWork(started);
  const pushed = work.git(['push', started.remote, 'main']);
  await landing.promise;
  await started.transport.stop();
  t.deepEqual(await started.children(), []);
  t.not((await pushed).exitCode, 0);
});

test('a fetch whose client goes away takes its git along', async (t) => {
  const started = await startTransport(t);
  const path = '/shop.git/git-upload-pack';
  const request = openRequest(
    { origin: started.origin, path, method: 'POST', headers: { ...headers, 'content-type': 'application/x-git-upload-pack-request' } },
    () => {},
  );
  request.write('00');
  await waitUntil('git reads', async () => (await started.children()).length > 0);
  request.destroy();
  await waitUntil('git is gone', async () => started.busy() === 0 && (await started.children()).length === 0);
  t.pass();
});

/** A body that begins and doesn't go on. */
const stalled = (start: string): Readable => {
  const body = new PassThrough();
  body.write(start);
  return body;
};
