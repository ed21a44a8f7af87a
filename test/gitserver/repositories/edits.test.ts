import test from 'ava';
import type { Edit } from '../../../core/index.ts';
import { ada, deploy, openApp, release, set, shop } from './open-platform.ts';

test('setting variables makes a commit that says which, by its author, with trailers, and desired has the values', async (t) => {
  const { change, desired, git } = await openApp(t);
  const one = await change(set({ DATABASE_URL: 'postgres://x' }));
  t.is(one.summary, 'Set `DATABASE_URL` config var.');
  t.is(git(['log', '-1', '--format=%an|%cn|%(trailers:key=Sluice-Deploy,valueonly)', 'main']).trim(), 'Ada Lovelace|Sluice|d0d0d0d0d0d0');
  const awkward = 'ü\u2028\u2029\u0085\ufeff😀\n\t\r\u007f\u0001 "quoted" \\ # : - {{ } ENC[x] ';
  const two = await change(set({ A: awkward, B: '', C: '007', null: 'yes', NO: 'true' }, ['DATABASE_URL']));
  t.is(two.summary, 'Set `A`, `B`, `C`, `null`, `NO`; unset `DATABASE_URL` config vars.');
  t.deepEqual((await desired()).environment, { A: awkward, B: '', C: '007', null: 'yes', NO: 'true' });
  t.is((await change(set({}, ['A']))).summary, 'Unset `A` config var.');
  t.deepEqual((await desired()).environment, { B: '', C: '007', null: 'yes', NO: 'true' });
});

test('changing one value of many is a diff of three lines: the variable, the date, the MAC', async (t) => {
  const { change, git } = await openApp(t);
  await change(set(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`NAME_${index}`, `value ${index}`]))));
  await change(set({ NAME_5: 'other' }));
  const changed = git(['diff', '-U0', 'main~1', 'main', '--', 'env.yaml']).match(/^\+(?!\+\+).*$/gm) ?? [];
  // Both commits may fall into one second, and then the date stays too.
  t.deepEqual(
    changed.map((line) => line.slice(1).trim().split(':')[0]).filter((name) => name !== 'lastmodified'),
    ['NAME_5', 'mac'],
  );
});

test('several changes at once leave the lines of all other variables as they are', async (t) => {
  const { change, git } = await openApp(t);
  await change(set({ A: '1', B: '2', C: '3', D: '4' }));
  const lines = () =>
    new Map(
      git(['show', 'main:env.yaml'])
        .split('\n')
        .map((line) => [line.split(':')[0], line]),
    );
  const before = lines();
  await change(set({ B: 'two', E: '5' }, ['C']));
  const after = lines();
  t.deepEqual([...after.keys()].slice(0, 6), ['sluice_unencrypted', 'A', 'B', 'D', 'E', 'sops']);
  t.is(after.get('A'), before.get('A'));
  t.is(after.get('D'), before.get('D'));
  t.not(after.get('B'), before.get('B'));
});

test('what is so already makes no commit', async (t) => {
  const { change, make } = await openApp(t);
  await change(set({ A: '1' }));
  await change(deploy('a'));
  const nothing: readonly Edit[] = [
    set({ A: '1' }),
    set({}),
    deploy('a'),
    { kind: 'scale', processes: { web: { replicas: 1, size: 0.5 }, worker: { replicas: 0 } } },
    { kind: 'scale', processes: {} },
  ];
  for (const edit of nothing) t.is(await make(edit), undefined, JSON.stringify(edit));
  await change({ kind: 'restart', nonce: 'n' });
  t.is(await make({ kind: 'restart', nonce: 'n' }), undefined);
});

test('bad variables are refused, each with its code', async (t) => {
  const { change, make } = await openApp(t);
  await change(set({ A: '1' }));
  const table: readonly (readonly [Edit, string])[] = [
    [set({ PORT: '1' }), 'config/invalid-name'],
    [set({ 'A-B': '1' }), 'config/invalid-name'],
    [set({ '1A': '1' }), 'config/invalid-name'],
    [set({ '': '1' }), 'config/invalid-name'],
    [set({ 'A\n': '1' }), 'config/invalid-name'],
    [set({ sops: '1' }), 'config/invalid-name'],
    [set({ TOKEN_unencrypted: '1' }), 'config/invalid-name'],
    [set({ sluice_unencrypted: '2' }), 'config/invalid-name'],
    [set({ ['A'.repeat(129)]: '1' }), 'config/invalid-name'],
    [set({ A: 'x'.repeat(120 * 1024 + 1) }), 'config/too-large'],
    [set({ A: 'ü'.repeat(60 * 1024 + 1) }), 'config/too-large'],
    [set(Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`L${index}`, 'x'.repeat(110 * 1024)]))), 'config/too-large'],
    [set({ A: 'a\0b' }), 'request/invalid'],
    [set({ A: '\ud800' }), 'request/invalid'],
    [set({ A: '2' }, ['A']), 'request/invalid'],
    [set({}, ['NOPE']), 'config/not-found'],
    [set({}, ['toString']), 'config/not-found'],
  ];
  for (const [edit, code] of table) await t.throwsAsync(make(edit), { code }, JSON.stringify(edit).slice(0, 60));
});

test('the largest value, the longest name and a name like a property of objects are kept as they are', async (t) => {
  const { change, desired } = await openApp(t);
  const big = 'x'.repeat(120 * 1024);
  const long = 'L'.repeat(128);
  await change(set(JSON.parse(`{"BIG": "${big}", "${long}": "long", "__proto__": "p", "constructor": "c"}`)));
  const { environment } = await desired();
  t.deepEqual(
    Object.entries(environment).sort(),
    [
      ['BIG', big],
      [long, 'long'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ].sort(),
  );
});

test('scaling edits app.yaml and keeps what its author wrote', async (t) => {
  const { change, desired, git } = await openApp(t);
  await change(deploy('a'));
  const made = await change({ kind: 'scale', processes: { web: { replicas: 3 }, worker: { replicas: 1, size: 1.5 } } });
  t.is(made.summary, 'Scale web to 3, worker to 1 of size 1.5.');
  t.deepEqual((await desired()).shape.processes, { web: { replicas: 3, size: 0.5 }, worker: { replicas: 1, size: 1.5 } });
  t.regex(git(['show', 'main:app.yaml']), /^sluice: 1\n# The shape of shop:/);
  t.is((await change({ kind: 'scale', processes: { web: { size: 0.7 } } })).summary, 'Scale web to size 0.7.');
  t.is((await change({ kind: 'scale', processes: { worker: { replicas: 0 } } })).summary, 'Scale worker to 0.');
});

test('scaling what is not there, or by numbers that are not possible, is refused', async (t) => {
  const { change, make } = await openApp(t);
  const scale = (processType: string, wanted: { replicas?: number; size?: number }) =>
    make({ kind: 'scale', processes: { [processType]: wanted } });
  await t.throwsAsync(scale('worker', { replicas: 1 }), { code: 'process/invalid' }, 'no release yet');
  await change({ kind: 'release', release: release('a', { web: 'w', worker: 'x', release: 'migrate' }), deployBranch: 'main' });
  const error = await t.throwsAsync(scale('wrok', { replicas: 1 }), { code: 'process/invalid' });
  t.like(error, { details: { hint: 'Process types of this app: web, worker.' } });
  await t.throwsAsync(scale('release', { replicas: 1 }), { code: 'process/invalid' });
  for (const replicas of [-1, 101, 1.5, Number.NaN]) await t.throwsAsync(scale('web', { replicas }), { code: 'process/invalid' });
  for (const size of [0, 0.4, 16.1, 0.55, Number.POSITIVE_INFINITY])
    await t.throwsAsync(scale('web', { size }), { code: 'process/invalid' });
  t.truthy(await scale('web', { replicas: 100, size: 16 }));
  t.truthy(await scale('worker', { size: 0.7 }));
});

test('a deploy writes release.yaml and, the first time, the deploy branch', async (t) => {
  const { change, desired, git } = await openApp(t);
  t.is((await change(deploy('a', 'Greet by name\n\nLong story'))).summary, 'Deploy aaaaaaa: Greet by name');
  t.deepEqual((await desired()).release, release('a'));
  t.is((await desired()).shape.deployBranch, 'main');
  t.is((await change({ kind: 'release', release: release('b'), deployBranch: 'master' })).summary, 'Deploy bbbbbbb.');
  t.is((await desired()).shape.deployBranch, 'main');
  t.is(git(['log', '-1', '--format=%(trailers:key=Sluice-Source,valueonly)', 'main']).trim(), 'b'.repeat(40));
});

test("a deploy's message can't hide lines, retitle a terminal or forge a trailer", async (t) => {
  const { change, git } = await openApp(t);
  const made = await change(deploy('a', `\u001b]0;owned\u0007Fix\r\nSluice-Deploy: forged\n${'x'.repeat(500)}`));
  t.is(made.summary, 'Deploy aaaaaaa: Fix');
  t.is(git(['log', '-1', '--format=%(trailers:key=Sluice-Deploy,valueonly)', 'main']).trim(), 'd0d0d0d0d0d0');
  const { repositories, main } = await openApp(t);
  await t.throwsAsync(repositories.make(shop, await main(), deploy('b'), ada, { 'Sluice-Deploy': 'a\nb' }), { message: /not a trailer/ });
});

test('a rollback brings back slug and values, and leaves scale and the rest of app.yaml', async (t) => {
  const { change, desired, git } = await openApp(t);
  await change(set({ KEPT: '1', CHANGED: 'old', GONE: 'x' }));
  const first = await change(deploy('a', 'First'));
  await change(deploy('b', 'Second'));
  await change(set({ CHANGED: 'new', ADDED: 'y' }, ['GONE']));
  await change({ kind: 'scale', processes: { web: { replicas: 2 } } });
  const made = await change({ kind: 'rollback', version: 1, commit: first.commit });
  t.is(made.summary, 'Revert to v1: Deploy aaaaaaa: First');
  const now = await desired();
  t.deepEqual(now.environment, { KEPT: '1', CHANGED: 'old', GONE: 'x' });
  t.deepEqual(now.release, release('a'));
  t.is(now.shape.processes['web']?.replicas, 2);
  t.is(now.version, 4);
  t.is(git(['rev-parse', 'main:release.yaml']), git(['rev-parse', `${first.commit}:release.yaml`]));
  t.is(git(['log', '-1', '--format=%(trailers:key=Sluice-Rollback,valueonly)', 'main']).trim(), `v1 ${first.commit}`);
  const recipients = (text: string) => text.match(/enc: \|[^:]*/g);
  t.deepEqual(recipients(git(['show', 'main:env.yaml'])), recipients(git(['show', 'main~1:env.yaml'])), "today's data key");
});

test('a rollback to what runs already, or to before the first deploy', async (t) => {
  const { change, make, main } = await openApp(t);
  const seed = await main();
  const { commit } = await change(deploy('a'));
  t.is(await make({ kind: 'rollback', version: 1, commit }), undefined);
  await t.throwsAsync(make({ kind: 'rollback', version: 0, commit: seed }), { code: 'release/not-found' });
});

test('an edit made on an old base is made again on the new one by key, and both stay', async (t) => {
  const { repositories, change, main, desired } = await openApp(t);
  const old = await main();
  const late = await repositories.make(shop, old, set({ B: '2' }), ada, {});
  await change(set({ A: '1' }));
  t.false(await repositories.move(shop.id, [{ repository: 'config', ref: 'refs/heads/main', to: late?.commit ?? old, from: old }]));
  await change(set({ B: '2' }));
  t.deepEqual((await desired()).environment, { A: '1', B: '2' });
});

test('the journal entry has the tree, parents and message it was given, byte for byte', async (t) => {
  const { repositories, change, main, git } = await openApp(t);
  const base = await main();
  const { commit } = await change(deploy('a'));
  const message = '{"deploy":"d0d0d0d0d0d0","verdict":"none"}  \n\n  ü\n';
  const entry = await repositories.journal(shop.id, { tree: commit, parents: [base, commit], message });
  t.deepEqual(await repositories.message(shop.id, entry), { message, parents: [base, commit] });
  t.is(git(['rev-parse', `${entry}^{tree}`]), git(['rev-parse', `${commit}^{tree}`]));
  const verdict = await repositories.journal(shop.id, {
    tree: git(['rev-parse', `${entry}^{tree}`]).trim() as typeof entry,
    parents: [],
    message: 'x',
  });
  t.is((await repositories.message(shop.id, verdict)).message, 'x');
});
