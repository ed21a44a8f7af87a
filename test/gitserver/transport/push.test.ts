import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { Fault } from '../../../core/index.ts';
import { createWork, startTransport } from './start-transport.ts';

test('a new repository is pushed to, cloned, and fetched from', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const head = await work.commit('second');
  t.like(await work.git(['push', started.remote, 'main', 'main:side']), { exitCode: 0 });
  const cloned = await started.git(['clone', '-q', started.remote, 'copy']);
  t.is(cloned.exitCode, 0, cloned.stderr);
  t.is((await started.git(['-C', 'copy', 'rev-parse', 'HEAD'])).stdout.trim(), head);
  const next = await work.commit('third');
  await work.git(['push', '-q', started.remote, 'main']);
  await started.git(['-C', 'copy', 'pull', '-q']);
  t.is((await started.git(['-C', 'copy', 'rev-parse', 'HEAD'])).stdout.trim(), next);
  t.deepEqual(started.log, []);
  t.deepEqual(await started.children(), []);
});

test('a push with nothing new asks nobody, and says so', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  await work.git(['push', '-q', started.remote, 'main']);
  const again = await work.git(['push', started.remote, 'main']);
  t.regex(again.stderr, /Everything up-to-date/);
  t.is(started.pushes.length, 1);
});

test('the gate is told who pushes what, with options and headers', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const head = (await work.git(['rev-parse', 'HEAD'])).stdout.trim();
  const options = ['-o', 'no-wait', '-o', 'message=Hello', '-o', 'what'];
  const headers = ['-c', 'http.extraheader=GIGALIXIR-CLEAN: true', '-c', 'http.extraheader=GIGALIXIR-HOT: true'];
  t.like(await work.git([...headers, 'push', ...options, started.remote, 'main:release-2001', 'main']), { exitCode: 0 });
  const [push] = started.pushes;
  t.like(push, { app: { name: 'shop' }, repository: 'source', by: { name: 'Ada', email: 'ada@example.com' } });
  t.deepEqual(push?.options, {
    cleanCache: true,
    hot: true,
    noWait: true,
    noDeploy: false,
    dryRun: false,
    message: 'Hello',
    unknown: ['what'],
  });
  const old = '0'.repeat(40);
  t.deepEqual(push?.commands as unknown, [
    { ref: 'refs/heads/release-2001', old, new: head },
    { ref: 'refs/heads/main', old, new: head },
  ]);
  // git asks without credentials first; every request is authorised anew.
  t.true(started.asked.length >= 3);
  t.deepEqual([...new Set(started.asked.map((wanted) => Object.values(wanted).join(' ')))], ['shop source push']);
});

test('a line reaches the pusher while the hook still runs, in either hook', async (t) => {
  const seen = { gate: Promise.withResolvers<void>(), land: Promise.withResolvers<void>() };
  const started = await startTransport(t, {
    receive: {
      gate: async (_push, output) => {
        output('building');
        await seen.gate.promise;
      },
      land: async (_push, commands, output) => {
        output('rolling out\nweb \u001b[2Jstarts');
        await seen.land.promise;
        return commands.map(({ ref }) => ({ ref, ok: false, reason: 'web exited 1' }));
      },
    },
  });
  const work = await createWork(started);
  const onStderr = (text: string) => {
    if (text.includes('remote: building')) seen.gate.resolve();
    if (text.includes('remote: web starts')) seen.land.resolve();
  };
  const pushed = await work.git(['push', started.remote, 'main'], { onStderr });
  t.regex(pushed.stderr, /! \[remote rejected\] main -> main \(web exited 1\)/);
  t.is(pushed.exitCode, 1);
});

test('one ref of a push is refused and the other lands', async (t) => {
  const started = await startTransport(t, {
    receive: { land: async (_push, commands) => commands.map(({ ref }) => ({ ref, ok: false, reason: 'rollout failed: web exited 1' })) },
  });
  const work = await createWork(started);
  const pushed = await work.git(['push', started.remote, 'main', 'main:refs/tags/v1', 'main:side']);
  t.is(pushed.exitCode, 1);
  t.regex(pushed.stderr, /! \[remote rejected\] main -> main \(rollout failed: web exited 1\)/);
  t.regex(pushed.stderr, /\[new tag\]/);
  const refs = (await started.git(['for-each-ref', '--format=%(refname)'], { cwd: started.source })).stdout;
  t.deepEqual(refs.trim().split('\n'), ['refs/heads/side', 'refs/tags/v1']);
});

test('what is refused in the gate shows the reason and leaves no object', async (t) => {
  const refuse = async () => {
    throw new Fault('build/failed', 'The build failed.', { hint: 'Correct it.', lastLines: ['npm ERR!'] });
  };
  const started = await startTransport(t, { receive: { gate: refuse } });
  const work = await createWork(started);
  const pushed = await work.git(['push', started.remote, 'main', 'main:side']);
  t.is(pushed.exitCode, 1);
  t.regex(pushed.stderr, /remote: ✗ The build failed\. *\nremote: {3}\| npm ERR! *\nremote: → Correct it\./);
  t.deepEqual(await objectsIn(started.source), []);
  t.is((await started.git(['for-each-ref'], { cwd: started.source })).stdout, '');
});

test('a bug in the gate or the landing refuses the push, and only the log has the details', async (t) => {
  const broken = async () => {
    throw new Error('secret detail');
  };
  for (const receive of [{ gate: broken }, { land: broken }]) {
    const started = await startTransport(t, { receive });
    const work = await createWork(started);
    const pushed = await work.git(['push', started.remote, 'main']);
    t.is(pushed.exitCode, 1);
    t.regex(pushed.stderr, /✗ Something went wrong inside the platform/);
    t.notRegex(pushed.stderr, /secret detail/);
    t.regex(started.log.join(''), /secret detail/);
  }
});

test('a ref that the landing forgets is refused', async (t) => {
  const started = await startTransport(t, { receive: { land: async () => [] } });
  const work = await createWork(started);
  t.regex((await work.git(['push', started.remote, 'main'])).stderr, /remote rejected.*no answer from the server/);
});

test('another name for a ref is what git prints', async (t) => {
  const land = async () => [{ ref: 'refs/heads/main', ok: true, option: 'refs/sluice/deploys/abc123' } as const];
  const started = await startTransport(t, { receive: { land } });
  const work = await createWork(started);
  const pushed = await work.git(['push', started.remote, 'main']);
  t.is(pushed.exitCode, 0, pushed.stderr);
  t.regex(pushed.stderr, /main -> refs\/sluice\/deploys\/abc123/);
});

test('force pushes and deletions come through the hooks', async (t) => {
  const started = await startTransport(t, { deployBranch: 'main' });
  const work = await createWork(started);
  await work.git(['push', '-q', started.remote, 'main', 'main:side']);
  await work.git(['commit', '-q', '--amend', '--allow-empty', '-m', 'again']);
  t.like(await work.git(['push', '-q', started.remote, 'main']), { exitCode: 1 });
  t.like(await work.git(['push', '-q', '--force', started.remote, 'main', 'main:side']), { exitCode: 0 });
  const removed = await work.git(['push', started.remote, ':side']);
  t.is(removed.exitCode, 0, removed.stderr);
  t.deepEqual(started.pushes.at(-1)?.commands[0]?.new as unknown, '0'.repeat(40));
  const deletion = await work.git(['push', started.remote, ':main']);
  t.regex(deletion.stderr, /remote: ✗ main is the branch that is deployed; it can't be deleted\./);
  t.regex(deletion.stderr, /! \[remote rejected\] main \(the deploy branch\)/);
  t.is(deletion.exitCode, 1);
});

test('the deploy branch of an app, whatever its name, is landed by the server, as are main and master', async (t) => {
  const landed: string[] = [];
  const land = async (_push: unknown, commands: readonly { readonly ref: string }[]) => {
    landed.push(...commands.map(({ ref }) => ref));
    return commands.map(({ ref }) => ({ ref, ok: true }) as const);
  };
  const started = await startTransport(t, { deployBranch: 'team/live', receive: { land } });
  const work = await createWork(started);
  await work.git(['push', '-q', started.remote, 'main', 'main:master', 'main:team/live', 'main:team/other', 'main:refs/tags/main']);
  t.deepEqual(landed.toSorted(), ['refs/heads/main', 'refs/heads/master', 'refs/heads/team/live']);
});

test('pushes that can never land are refused before git runs, each with a sentence', async (t) => {
  const started = await startTransport(t, { limits: { refs: 3 } });
  const work = await createWork(started);
  await work.commit('second');
  await started.git(['clone', '-q', '--depth', '1', `file://${work.cwd}`, 'shallow']);
  const push = (...args: string[]) => work.git(['push', started.remote, ...args]);
  const shallow = await started.git(['-C', 'shallow', 'push', started.remote, 'main']);
  t.regex(shallow.stderr, /remote: → git fetch --unshallow/);
  t.regex((await push('--atomic', 'main', 'main:side')).stderr, /✗ A push with --atomic may have only one ref/);
  t.regex((await push('main', 'main:refs/notes/x')).stderr, /✗ refs\/notes\/x can't be pushed/);
  t.regex((await push('main:main/x')).stderr, /✗ «main\/x» can't be stored beside/);
  t.regex((await push('main:a', 'main:b', 'main:c', 'main:d')).stderr, /✗ This push has 4 refs/);
  t.like(await push('--atomic', 'main:alone'), { exitCode: 0 });
  t.is(started.pushes.length, 1);
});

test('the config repository is a repository of its own', async (t) => {
  const refuse = async () => {
    throw new Fault('config/push-refused', 'It takes no pushes yet.');
  };
  const started = await startTransport(t, { receive: { gate: refuse } });
  const work = await createWork(started);
  await started.git(['push', '-q', started.config, 'HEAD:main'], { cwd: work.cwd });
  const remote = started.remote.replace('shop.git', 'shop.config.git');
  t.like(await started.git(['clone', '-q', remote, 'copy']), { exitCode: 0 });
  await work.commit('second');
  t.regex((await work.git(['push', remote, 'main'])).stderr, /✗ It takes no pushes yet/);
  t.is(started.pushes[0]?.repository, 'config');
});

test("the platform's own refs are neither shown nor taken", async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  await work.git(['push', '-q', started.remote, 'main']);
  await started.git(['update-ref', 'refs/sluice/applied', 'main'], { cwd: started.source });
  for (const version of ['0', '2']) {
    const { stdout } = await work.git(['-c', `protocol.version=${version}`, 'ls-remote', started.remote]);
    t.regex(stdout, /refs\/heads\/main/);
    t.notRegex(stdout, /sluice/);
  }
});

test('many refs in one push and more than a packet of options are read whole', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const refs = Array.from({ length: 150 }, (_, index) => `main:refs/tags/t${index}`);
  const pushed = await work.git(['push', '-q', '-o', `message=${'m'.repeat(60_000)}`, started.remote, ...refs]);
  t.is(pushed.exitCode, 0, pushed.stderr);
  t.is(started.pushes[0]?.commands.length, 150);
});

test('objects that git itself finds fault with are refused with its words', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const blob = (await work.git(['hash-object', '-w', '--stdin'], { input: 'x' })).stdout.trim();
  const entry = Buffer.concat([Buffer.from('100644 a\0'), Buffer.from(blob, 'hex')]);
  const tree = (
    await work.git(['hash-object', '-w', '--literally', '-t', 'tree', '--stdin'], { input: Buffer.concat([entry, entry]) })
  ).stdout.trim();
  const commit = (await work.git(['commit-tree', '-m', 'twice', tree])).stdout.trim();
  const pushed = await work.git(['push', started.remote, `${commit}:refs/heads/main`]);
  t.is(pushed.exitCode, 1);
  t.regex(pushed.stderr, /duplicateEntries/);
  t.is(started.pushes.length, 0);
});

test('a pack over the limit is refused with the reason, not a broken connection', async (t) => {
  const started = await startTransport(t, { limits: { packBytes: 100_000 } });
  const work = await createWork(started);
  const { randomBytes } = await import('node:crypto');
  const blob = (await work.git(['hash-object', '-w', '--stdin'], { input: randomBytes(5_000_000) })).stdout.trim();
  await work.git(['update-index', '--add', '--cacheinfo', `100644,${blob},big`]);
  await work.commit('big');
  const pushed = await work.git(['push', started.remote, 'main']);
  t.regex(pushed.stderr, /exceeds maximum allowed size/);
  t.is(pushed.exitCode, 1);
  t.is(started.pushes.length, 0);
});

test('a push past the server, straight into the folder, finds no one to ask and is refused', async (t) => {
  const started = await startTransport(t);
  const work = await createWork(started);
  const { hooksFolder } = await import('../../../gitserver/transport/driver/git-settings.ts');
  await started.git(['config', 'core.hooksPath', hooksFolder], { cwd: started.source });
  const pushed = await work.git(['push', started.source, 'main']);
  t.regex(pushed.stderr, /takes pushes through its server only/);
  await started.git(['config', 'receive.procReceiveRefs', 'refs/heads/main'], { cwd: started.source });
  t.is((await work.git(['push', started.source, 'main'])).exitCode, 1);
  t.is((await started.git(['for-each-ref'], { cwd: started.source })).stdout, '');
});

const objectsIn = async (repository: string): Promise<readonly string[]> =>
  (await readdir(join(repository, 'objects'), { recursive: true })).filter((name) => !['info', 'pack'].includes(name));
