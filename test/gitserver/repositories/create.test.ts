import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { AppId } from '../../../core/index.ts';
import { sopsPath } from '../../helpers/sops.ts';
import { canRun, testWhere } from '../../helpers/test-where.ts';
import { ada, gitIn, openApp, openPlatform, searchPath, shop } from './open-platform.ts';

test('a new config repository holds one commit with the files of its README, by who asked and by the platform', async (t) => {
  const { git, desired, main } = await openApp(t);
  t.deepEqual(git(['ls-tree', '--name-only', 'main']).trim().split('\n'), ['.sops.yaml', 'README.md', 'app.yaml', 'env.yaml']);
  t.is(git(['log', '--format=%an <%ae> / %cn / %s', 'main']).trim(), 'Ada Lovelace <ada@example.com> / Sluice / Create shop.');
  t.is(git(['fsck', '--strict']), '');
  t.deepEqual(await desired(), {
    app: shop,
    commit: await main(),
    version: 0,
    shape: { processes: { web: { replicas: 1, size: 0.5 } } },
    environment: {},
  });
  t.notRegex(git(['show', 'main:README.md']), /\{\{/);
});

test('creating again changes nothing, also when two calls race', async (t) => {
  const { repositories, main } = await openApp(t);
  const before = await main();
  await Promise.all([repositories.create(shop, ada), repositories.create(shop, ada)]);
  t.is(await main(), before);
});

test('a source repository is made too, empty, with no hooks and no branch', async (t) => {
  const { repositories, folder } = await openApp(t);
  t.is((await repositories.refs(shop.id, 'source')).size, 0);
  const path = repositories.repositoryPath(shop.id, 'source');
  t.is(gitIn(path, folder)(['symbolic-ref', 'HEAD']).trim(), 'refs/heads/main');
  t.false((await readdir(path)).includes('hooks'));
});

test('a creation that fails leaves nothing, and the next one works', async (t) => {
  const broken = await openPlatform(t, { sops: '/nonexistent/sops' });
  await t.throwsAsync(broken.repositories.create(shop, ada), { code: 'sops/missing' });
  t.deepEqual(await readdir(join(broken.folder, 'repos')), [`${shop.id}.git`]);
});

test('destroying removes both repositories and the key, twice over', async (t) => {
  const { repositories, store, folder } = await openApp(t);
  await repositories.destroy(shop);
  await repositories.destroy(shop);
  t.deepEqual(await readdir(join(folder, 'repos')), []);
  t.is(store.sealed.size, 0);
});

test('no path is made of something that is not an app id', async (t) => {
  const { repositories } = await openPlatform(t);
  t.throws(() => repositories.repositoryPath('../../etc' as AppId, 'config'), { message: /not the id of an app/ });
});

test('the recovery key opens env.yaml with stock sops, and .sops.yaml names the same recipients to it', async (t) => {
  const { change, git, folder } = await openApp(t);
  await change({ kind: 'env', set: { TOKEN: 'swordfish' }, unset: [] });
  await writeFile(join(folder, 'env.yaml'), git(['show', 'main:env.yaml']));
  const env = { PATH: searchPath, HOME: folder, SOPS_AGE_KEY_FILE: join(folder, 'keys/recovery.key'), SOPS_DISABLE_VERSION_CHECK: '1' };
  const sops = await sopsPath();
  const run = (args: readonly string[]) => execFileSync(sops, args, { cwd: folder, env, encoding: 'utf8' });
  t.is(run(['decrypt', 'env.yaml']), 'sluice_unencrypted: 1\nTOKEN: swordfish\n');
  await writeFile(join(folder, '.sops.yaml'), git(['show', 'main:.sops.yaml']));
  const recipients = (text: string) => [...text.matchAll(/recipient: (\S+)/g)].map(([, recipient]) => recipient).sort();
  const plain = join(folder, 'plain.yaml');
  await writeFile(plain, 'A: b\n');
  const encrypted = run(['encrypt', '--filename-override', 'env.yaml', plain]);
  t.deepEqual(recipients(encrypted), recipients(git(['show', 'main:env.yaml'])));
});

test('secrets of the platform are readable by its user alone', async (t) => {
  const { folder } = await openApp(t);
  for (const name of ['platform.key', 'signing.key', 'recovery.key']) {
    t.is((await stat(join(folder, 'keys', name))).mode & 0o777, 0o600, name);
  }
});

testWhere(
  {
    holds: canRun('sh', ['-c', 'command -v ssh-keygen']),
    otherwise: 'no ssh-keygen here',
  },
  "stock git verifies the platform's signature, and not that of an altered commit",
  async (t) => {
    const { change, git, folder } = await openApp(t);
    await change({ kind: 'restart', nonce: 'one' });
    const signer = await readFile(join(folder, 'keys/signing.pub'), 'utf8');
    const allowed = join(folder, 'allowed');
    await writeFile(allowed, `* ${signer}`);
    const verify = (commit: string) => git(['-c', `gpg.ssh.allowedSignersFile=${allowed}`, 'verify-commit', commit]);
    t.notThrows(() => verify('main'));
    t.notThrows(() => verify('main~1'));
    const altered = git(['cat-file', 'commit', 'main']).replace('Restart.', 'Restart!');
    const forged = git(['hash-object', '-t', 'commit', '-w', '--stdin'], altered).trim();
    t.throws(() => verify(forged));
  },
);
