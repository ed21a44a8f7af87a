import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { newAgeKey } from '../../../gitserver/age-encryption.ts';
import { createSops } from '../../../gitserver/sops/run.ts';
import { createRunFolders } from '../../../gitserver/sops/run-folder.ts';
import { sopsPath } from '../../helpers/sops.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { openApp, openPlatform, searchPath, set, shop } from './open-platform.ts';

test('no value and no key is ever an argument or in the environment of a child, and neither are the settings of this process', async (t) => {
  const { program, seen } = await recordingSops(t);
  const { change, desired, git } = await openApp(t, await openPlatform(t, { sops: program }));
  await change(set({ TOKEN: 'swordfish' }));
  await change(set({ TOKEN: 'swordfish2', OTHER: 'swordfish3' }));
  t.is((await desired()).environment['OTHER'], 'swordfish3');
  t.notRegex(git(['cat-file', '--batch-all-objects', '--batch']), /swordfish|AGE-SECRET-KEY/);
  const calls = await seen();
  t.true(calls.includes('set --value-stdin env.yaml'));
  t.true(calls.includes('edit env.yaml'));
  t.notRegex(calls, /swordfish|AGE-SECRET-KEY/);
  t.notRegex(calls, /^(AWS_ACCESS|AZURE_|GOOGLE_|VAULT_|NODE_|npm_)/m);
  t.regex(calls, /^https_proxy=http:\/\/127\.0\.0\.1:9$/m);
  t.regex(calls, /^SLUICE_CHILD_OF=/m);
});

test('without storage in memory each change is a call of its own, and the result is the same', async (t) => {
  const { sops, key, folder } = await openSops(t, 'disk');
  let text = await sops.encryptEmpty([key.recipient]);
  text = await sops.change(text, key.identity, {}, { set: { A: '1', B: 'ü\n' }, unset: [] });
  text = await sops.change(text, key.identity, { A: '1', B: 'ü\n' }, { set: { C: '3', A: '' }, unset: ['B'] });
  t.deepEqual(await sops.decrypt(text, key.identity), { sluice_unencrypted: 1, A: '', C: '3' });
  t.deepEqual(await readdir(folder), [], 'nothing is left');
});

test('a file that was changed without sops, or is for another key, is unreadable; the reason holds no value', async (t) => {
  const { sops, key } = await openSops(t, 'tamper');
  const good = await sops.change(
    await sops.encryptEmpty([key.recipient]),
    key.identity,
    {},
    { set: { A: 'swordfish', B: 'x' }, unset: [] },
  );
  const lines = good.split('\n');
  const tampered = {
    'an entry removed': lines.filter((line) => !line.startsWith('B:')).join('\n'),
    'entries in another order': [lines[0], lines[2], lines[1], ...lines.slice(3)].join('\n'),
    'the version changed': good.replace('sluice_unencrypted: 1', 'sluice_unencrypted: 2'),
    'a ciphertext under another name': good.replace(/^A:/m, 'Z:'),
  };
  for (const [story, text] of Object.entries(tampered)) {
    const error = await t.throwsAsync(sops.decrypt(text, key.identity), { code: 'config/unreadable' }, story);
    t.notRegex(`${error?.message} ${JSON.stringify(error)}`, /swordfish/);
  }
  await t.throwsAsync(sops.decrypt(good, (await newAgeKey()).identity), { code: 'config/unreadable', message: /own key/ });
});

test("a tampered env.yaml in git is refused where it is read, and so is one without the app's key", async (t) => {
  const { repositories, change, git, main } = await openApp(t);
  await change(set({ A: '1', B: '2' }));
  const commitWith = async (text: string) => {
    const blob = git(['hash-object', '-w', '--stdin'], text).trim();
    const entries = git(['ls-tree', 'main'])
      .split('\n')
      .filter((line) => line !== '' && !line.endsWith('\tenv.yaml'));
    const tree = git(['mktree'], `${[...entries, `100644 blob ${blob}\tenv.yaml`].join('\n')}\n`).trim();
    return await repositories.journal(shop.id, { tree: tree as Awaited<ReturnType<typeof main>>, parents: [await main()], message: 'x\n' });
  };
  const text = git(['show', 'main:env.yaml']);
  for (const bad of [text.replace(/^A:.*\n/m, ''), text.replaceAll(/age1[0-9a-z]{58}/g, `age1${'q'.repeat(58)}`), 'A: 1\n', '']) {
    const commit = await commitWith(bad);
    await t.throwsAsync(repositories.desired(shop, commit), { code: 'config/unreadable' });
    await t.throwsAsync(repositories.make(shop, commit, set({ C: '3' }), { name: 'A', email: 'a@b' }, {}), { code: 'config/unreadable' });
  }
});

test('a sops that is missing, fails or hangs up is told apart, and its words are not repeated', async (t) => {
  const folder = await temporaryDirectory(t);
  const failing = join(folder, 'failing');
  await writeFile(failing, '#!/bin/sh\necho swordfish >&2\nexit 7\n', { mode: 0o755 });
  const key = await newAgeKey();
  const folders = createRunFolders('failing', folder);
  const open = (path: string) => createSops({ path, searchPath, childMarker: {}, folders });
  await t.throwsAsync(open(join(folder, 'nowhere')).encryptEmpty([key.recipient]), { code: 'sops/missing' });
  await t.throwsAsync(open(folder).encryptEmpty([key.recipient]), { code: 'sops/missing' });
  const error = await t.throwsAsync(open(failing).encryptEmpty([key.recipient]), { code: 'sops/failed' });
  t.notRegex(`${error?.message} ${error?.stack} ${JSON.stringify(error)}`, /swordfish/);
});

test('a sops that writes another value than it was given makes no commit', async (t) => {
  const folder = await temporaryDirectory(t);
  const lying = join(folder, 'sops');
  const real = await sopsPath();
  await writeFile(lying, `#!/bin/sh\n[ "$1" = set ] && exec ${real} "$@" <<'E'\n"other"\nE\nexec ${real} "$@"\n`, { mode: 0o755 });
  const { make } = await openApp(t, await openPlatform(t, { sops: lying }));
  await t.throwsAsync(make(set({ A: '1' })), { code: 'sops/failed' });
  t.truthy(await make(set({ A: 'other' })));
});

test('a configuration in a folder above, which others may write, is not read: sops would fail on this one', async (t) => {
  const parent = await temporaryDirectory(t);
  await writeFile(join(parent, '.sops.yaml'), 'creation_rules: [: garbage\n');
  await mkdir(join(parent, 'below'));
  const key = await newAgeKey();
  const sops = createSops({
    path: await sopsPath(),
    searchPath,
    childMarker: {},
    folders: createRunFolders('config', join(parent, 'below')),
  });
  await t.notThrowsAsync(sops.encryptEmpty([key.recipient]));
});

const openSops = async (t: ExecutionContext<unknown>, owner: string) => {
  const folder = await temporaryDirectory(t);
  const sops = createSops({ path: await sopsPath(), searchPath, childMarker: {}, folders: createRunFolders(owner, folder) });
  return { sops, folder, key: await newAgeKey() };
};

/** Real sops behind a script that writes down the arguments and the environment of each call. */
const recordingSops = async (t: ExecutionContext<unknown>) => {
  const folder = await temporaryDirectory(t);
  const [program, log] = [join(folder, 'sops'), join(folder, 'log')];
  const real = execFileSync('sh', ['-c', 'command -v "$0"', await sopsPath()], { encoding: 'utf8' }).trim();
  await writeFile(program, `#!/bin/sh\necho "$@" >> ${log}\nenv >> ${log}\nexec ${real} "$@"\n`, { mode: 0o755 });
  return { program, seen: () => readFile(log, 'utf8') };
};
