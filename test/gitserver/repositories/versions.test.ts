import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Oid } from '../../../core/index.ts';
import { sopsPath } from '../../helpers/sops.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { ada, deploy, openApp, openPlatform, searchPath, set, shop } from './open-platform.ts';

test('a release is numbered when the slug or a value changes, and only after the first slug', async (t) => {
  const { change, repositories, cache } = await openApp(t);
  const steps = [
    [set({ A: '1' }), 0],
    [{ kind: 'scale', processes: { web: { replicas: 2 } } }, 0],
    [deploy('a'), 1],
    [set({ A: '2' }), 2],
    [{ kind: 'restart', nonce: 'n' }, 2],
    [set({ B: '' }), 3],
    [set({}, ['B']), 4],
    [{ kind: 'scale', processes: { web: { replicas: 3 } } }, 4],
    [deploy('b'), 5],
  ] as const;
  const commits: Oid[] = [];
  for (const [edit, version] of steps) {
    const { commit } = await change(edit);
    commits.push(commit);
    t.is(await repositories.version(shop.id, commit), version, JSON.stringify(edit));
  }
  cache.numbers.clear();
  t.is(await repositories.version(shop.id, commits.at(-1) as Oid), 5, 'counted anew');
  for (const [index, [, version]] of steps.entries()) {
    cache.numbers.clear();
    t.is(await repositories.version(shop.id, commits[index] as Oid), version, `counted anew at ${index}`);
  }
});

test('releases are listed newest first, with who, when, what and the source that runs', async (t) => {
  const { change, repositories, main } = await openApp(t);
  t.deepEqual(await repositories.releases(shop.id, await main(), 10), []);
  await change(set({ A: '0' }));
  const one = await change(deploy('a', 'First'));
  await change({ kind: 'restart', nonce: 'n' });
  const two = await change(set({ A: '1' }));
  const three = await change(deploy('b'));
  await change({ kind: 'scale', processes: { web: { replicas: 3 } } });
  const all = await repositories.releases(shop.id, await main(), 10);
  const wanted = [
    { version: 3, commit: three.commit, source: 'b'.repeat(40), summary: 'Deploy bbbbbbb.', author: ada },
    { version: 2, commit: two.commit, source: 'a'.repeat(40), summary: 'Set `A` config var.', author: ada },
    { version: 1, commit: one.commit, source: 'a'.repeat(40), summary: 'Deploy aaaaaaa: First', author: ada },
  ];
  t.deepEqual(
    all.map(({ createdAt, ...rest }) => rest),
    wanted as typeof wanted & typeof all,
  );
  t.true(all.every(({ createdAt }) => Math.abs(createdAt - Date.now()) < 600_000));
  t.deepEqual(
    (await repositories.releases(shop.id, await main(), 2)).map(({ version }) => version),
    [3, 2],
  );
  t.deepEqual(
    (await repositories.releases(shop.id, two.commit, 5)).map(({ version }) => version),
    [2, 1],
  );
  t.deepEqual(await repositories.releases(shop.id, await main(), 0), []);
});

test('a re-key with equal values is no release, and one that changes a value is', async (t) => {
  const opened = await openApp(t);
  const { change, repositories, git, folder, cache } = opened;
  await change(set({ A: '1', B: '2' }));
  const { commit } = await change(deploy('a'));
  const sops = await sopsPath();
  const file = join(folder, 'env.yaml');
  await writeFile(file, git(['show', 'main:env.yaml']));
  const env = { PATH: searchPath, HOME: folder, SOPS_AGE_KEY_FILE: join(folder, 'keys/recovery.key'), SOPS_DISABLE_VERSION_CHECK: '1' };
  const run = (args: readonly string[], input?: string) =>
    execFileSync(sops, args, { cwd: folder, env, ...(input === undefined ? {} : { input }) });
  run(['rotate', '-i', 'env.yaml']);
  const rekeyed = commitEnv(git, commit, await readFile(file, 'utf8'));
  run(['rotate', '-i', 'env.yaml']);
  run(['set', '--value-stdin', 'env.yaml', '["B"]'], '"3"');
  const changed = commitEnv(git, rekeyed, await readFile(file, 'utf8'));
  for (const cached of [true, false]) {
    if (!cached) cache.numbers.clear();
    t.is(await repositories.version(shop.id, changed), 2);
    t.is(await repositories.version(shop.id, rekeyed), 1);
  }
  t.deepEqual(
    (await repositories.releases(shop.id, changed, 5)).map(({ commit: at }) => at),
    [changed, commit],
  );
  t.deepEqual((await repositories.desired(shop, changed)).environment, { A: '1', B: '3' });
});

test('only the first-parent chain counts', async (t) => {
  const { change, repositories, git, main } = await openApp(t);
  const base = await main();
  const { commit: one } = await change(deploy('a'));
  const tree = git(['rev-parse', `${one}^{tree}`]).trim();
  const side = commitTree(git, tree, [base], 'side');
  const merge = commitTree(git, tree, [one, side], 'merge');
  const next = commitTree(git, tree, [merge], 'next');
  t.true(await repositories.onFirstParentChain(shop.id, one, next));
  t.true(await repositories.onFirstParentChain(shop.id, base, next));
  t.true(await repositories.onFirstParentChain(shop.id, next, next));
  t.false(await repositories.onFirstParentChain(shop.id, side, next));
  t.false(await repositories.onFirstParentChain(shop.id, next, one));
  t.false(await repositories.onFirstParentChain(shop.id, 'f'.repeat(40) as Oid, next));
  t.is(await repositories.version(shop.id, next), 1);
  t.is((await repositories.releases(shop.id, next, 5)).length, 1);
});

test('at release 1,000 reading and changing start as many children as at release 2, and a forgotten number is counted once', async (t) => {
  const { programs, count } = await countingPrograms(t);
  const opened = await openApp(t, await openPlatform(t, programs));
  const { repositories, change, make, main, git, cache } = opened;
  await change(set({ A: '1' }));
  const { commit: first } = await change(deploy('a'));
  let nth = 0;
  const children = async (commit: Oid) => {
    nth += 1;
    return {
      desired: await count(() => repositories.desired(shop, commit)),
      version: await count(() => repositories.version(shop.id, commit)),
      make: await count(() => repositories.make(shop, commit, set({ A: `other ${nth}` }), ada, {})),
    };
  };
  await repositories.desired(shop, first);
  const few = await children(first);
  t.deepEqual(few, { desired: [], version: [], make: ['sops set', 'sops decrypt'] });

  await importReleases(git, await main(), 1000);
  git(['repack', '-adq']);
  cache.numbers.clear();
  t.is(await repositories.version(shop.id, await main()), 1001, 'counted from the beginning');
  t.is(cache.numbers.size, 1, 'one row, not a thousand');
  const { commit } = await change(set({ A: '2' }));
  t.is(await repositories.version(shop.id, commit), 1002);
  t.is(cache.numbers.size, 2, "the parent's plus one");
  t.deepEqual(await children(commit), few);
  t.truthy(await make(set({ A: '3' })));

  t.deepEqual(
    (await repositories.releases(shop.id, commit, 3)).map(({ version }) => version),
    [1002, 1001, 1000],
  );
  t.is((await repositories.releases(shop.id, commit, 2000)).length, 1002);
  t.true(await repositories.onFirstParentChain(shop.id, git(['rev-list', '--max-parents=0', 'main']).trim() as Oid, commit));
});

/** git and sops that write down each call before they do it. */
const countingPrograms = async (t: ExecutionContext<unknown>) => {
  const folder = await temporaryDirectory(t);
  const calls = join(folder, 'calls');
  const program = async (name: string, real: string) => {
    const verb = name === 'git' ? '$2' : '$1';
    await writeFile(join(folder, name), `#!/bin/sh\necho "${name} ${verb}" >> ${calls}\nexec ${real} "$@"\n`, { mode: 0o755 });
  };
  await program('git', execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim());
  await program('sops', await sopsPath());
  const count = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    await writeFile(calls, '');
    await work();
    return (await readFile(calls, 'utf8')).split('\n').filter((line) => line !== '');
  };
  return { programs: { sops: join(folder, 'sops'), searchPath: `${folder}:${searchPath}` }, count };
};

const commitTree = (
  git: (args: readonly string[], input?: string) => string,
  tree: string,
  parents: readonly string[],
  message: string,
): Oid => {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return git([...identity, 'commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', message]).trim() as Oid;
};

const commitEnv = (git: (args: readonly string[], input?: string) => string, parent: Oid, text: string): Oid => {
  const blob = git(['hash-object', '-w', '--stdin'], text).trim();
  const entries = git(['ls-tree', parent])
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith('\tenv.yaml'));
  const tree = git(['mktree'], `${[...entries, `100644 blob ${blob}\tenv.yaml`].join('\n')}\n`).trim();
  return commitTree(git, tree, [parent], 'Re-key.');
};

/** `count` releases on top of `base`, as fast as git can make them. */
const importReleases = async (git: (args: readonly string[], input?: string) => string, base: Oid, count: number): Promise<void> => {
  const text = git(['show', `${base}:release.yaml`]);
  const commits = Array.from({ length: count }, (_, index) => {
    const source = (index + 1).toString(16).padStart(40, '0');
    const content = text.replace(/^source: .*$/m, `source: "${source}"`);
    return [
      'commit refs/heads/main',
      'committer Sluice <sluice@localhost> 1700000000 +0000',
      `data 6\nDeploy\n${index === 0 ? `from ${base}\n` : ''}M 100644 inline release.yaml`,
      `data ${content.length}\n${content}`,
    ].join('\n');
  });
  git(['fast-import', '--quiet'], `${commits.join('\n')}\ndone\n`);
};
