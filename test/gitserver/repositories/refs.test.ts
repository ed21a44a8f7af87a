import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { type Edit, type Oid, zeroOid } from '../../../core/index.ts';
import { ada, openApp, openPlatform, release, set, shop } from './open-platform.ts';

const main = 'refs/heads/main';
const applied = 'refs/sluice/applied';
const pending = 'refs/sluice/pending';

test('several refs move together or not at all', async (t) => {
  const { repositories, main: head } = await openApp(t);
  const base = await head();
  const next = await repositories.journal(shop.id, { tree: base, parents: [base], message: 'next\n' });
  const move = (updates: readonly { ref: string; to?: Oid; from?: Oid }[]) =>
    repositories.move(
      shop.id,
      updates.map((update) => ({ repository: 'config' as const, ...update })),
    );
  const refs = async () => Object.fromEntries(await repositories.refs(shop.id, 'config'));

  t.true(await move([{ ref: pending, to: next, from: zeroOid }]), 'created');
  t.false(await move([{ ref: pending, to: base, from: zeroOid }]), 'is there already');
  t.false(
    await move([
      { ref: applied, to: next, from: zeroOid },
      { ref: main, to: next, from: next },
    ]),
    'one compare fails',
  );
  t.deepEqual(await refs(), { [main]: base, [pending]: next });
  t.true(
    await move([
      { ref: main, to: next, from: base },
      { ref: applied, to: next },
      { ref: pending, from: next },
    ]),
    'the commit point',
  );
  t.deepEqual(await refs(), { [main]: next, [applied]: next });
  t.false(await move([{ ref: pending, from: next }]), 'deleting what is gone');
  t.true(await move([{ ref: pending }]), 'deleting whatever is there');
  t.true(await move([{ ref: pending, from: zeroOid }]), 'it must not exist');
  t.false(await move([{ ref: applied, from: zeroOid }]), 'but it does');
  t.true(await move([]));
  t.deepEqual(await refs(), { [main]: next, [applied]: next });
});

test('refs are listed by prefix, by full name', async (t) => {
  const { repositories, main: head, git } = await openApp(t);
  const base = await head();
  for (const ref of ['refs/sluice/failed/a', 'refs/sluice/failed/ab', 'refs/sluice/failedx']) git(['update-ref', ref, base]);
  git(['pack-refs', '--all']);
  const names = async (prefix?: string) => [...(await repositories.refs(shop.id, 'config', prefix)).keys()];
  t.deepEqual(await names('refs/sluice/failed/'), ['refs/sluice/failed/a', 'refs/sluice/failed/ab']);
  t.deepEqual(await names('refs/sluice/failed'), ['refs/sluice/failed/a', 'refs/sluice/failed/ab', 'refs/sluice/failedx']);
  t.deepEqual(await names(main), [main]);
  t.is((await names()).length, 4);
  t.deepEqual(await names('refs/nothing/'), []);
});

test('what is no compare failure is thrown: a held lock, a missing object, a name that is taken by a folder', async (t) => {
  const { repositories, main: head, gitdir } = await openApp(t);
  const base = await head();
  const move = (ref: string, to: Oid, from?: Oid) =>
    repositories.move(shop.id, [{ repository: 'config', ref, to, ...(from === undefined ? {} : { from }) }]);
  await t.throwsAsync(move(main, '1'.repeat(40) as Oid, base), { code: 'repository/damaged' });
  await t.throwsAsync(move(`${main}/below`, base), { code: 'repository/damaged' });
  await writeFile(join(gitdir, `${main}.lock`), '');
  await t.throwsAsync(move(main, base, base), { code: 'data/failed', message: /locked by another git/ });
});

test('a ref that is broken is an error, not an absent ref', async (t) => {
  const { repositories, gitdir } = await openApp(t);
  await writeFile(join(gitdir, 'refs/heads/other'), '');
  await t.throwsAsync(repositories.refs(shop.id, 'config'), { code: 'repository/damaged' });
});

test('names and ids that would be lines of their own never reach git', async (t) => {
  const { repositories, main: head } = await openApp(t);
  const to = await head();
  for (const ref of ['refs/heads/a b', 'refs/heads/a\ncommit', 'refs/heads/a\0b', 'main', '', 'refs/heads/a"']) {
    await t.throwsAsync(repositories.move(shop.id, [{ repository: 'config', ref, to }]), { message: /not an update of a ref/ }, ref);
  }
  await t.throwsAsync(repositories.move(shop.id, [{ repository: 'config', ref: main, to: 'HEAD' as Oid }]), { message: /not an update/ });
  const both = [
    { repository: 'config' as const, ref: main, to },
    { repository: 'source' as const, ref: main, to },
  ];
  t.throws(() => repositories.move(shop.id, both), { message: /one repository/ });
});

test('a repository that is not there is damage, said with the command to look', async (t) => {
  const { repositories } = await openPlatform(t);
  const error = await t.throwsAsync(repositories.refs(shop.id, 'config'), { code: 'repository/damaged' });
  t.regex((error as Error & { details: { hint: string } }).details.hint, /fsck/);
});

test('a hundred edits of different keys by five writers at once all end in history, by compare and swap', async (t) => {
  const { repositories, change, main: head, desired, git } = await openApp(t);
  const types = Array.from({ length: 80 }, (_, index) => `type${index}`);
  const names = Array.from({ length: 20 }, (_, index) => `NAME_${index}`);
  await change({ kind: 'release', release: release('a', Object.fromEntries(types.map((type) => [type, 'run']))), deployBranch: 'main' });
  const scales = types.map((type): Edit => ({ kind: 'scale', processes: { [type]: { replicas: 2 } } }));
  const variables = names.map((name) => set({ [name]: name.toLowerCase() }));
  const edits = [...scales, ...variables];
  const writer = async (first: number, step: number) => {
    for (let index = first; index < edits.length; index += step) {
      for (let moved = false; !moved; ) {
        const from = await head();
        const made = await repositories.make(shop, from, edits[index] ?? set({}), ada, {});
        if (made === undefined) throw new Error(`edit ${index} was there already`);
        moved = await repositories.move(shop.id, [{ repository: 'config', ref: main, to: made.commit, from }]);
      }
    }
  };
  await Promise.all(Array.from({ length: 5 }, (_, first) => writer(first, 5)));
  const { environment, shape } = await desired();
  t.deepEqual(environment, Object.fromEntries(Object.keys(environment).map((name) => [name, name.toLowerCase()])));
  t.deepEqual(Object.keys(environment).sort(), [...names].sort());
  t.true(types.every((type) => shape.processes[type]?.replicas === 2));
  t.is(git(['rev-list', '--count', '--first-parent', 'main']).trim(), '102');
  t.is(git(['fsck', '--strict', '--no-dangling']), '');
});
