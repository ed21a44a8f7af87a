import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { createFileSlugStore } from '../../builder/index.ts';
import { newAppId } from '../../core/index.ts';
import { testSlugStore } from '../contracts/slug-store.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

testSlugStore(test, {
  name: 'file slug store',
  open: async (t, now) => {
    const folder = await temporaryDirectory(t);
    const again = () => createFileSlugStore({ folder, now });
    return { store: again(), again };
  },
});

test('a sweep removes what a killed put left a day ago, and nothing younger or strange', async (t) => {
  const folder = await temporaryDirectory(t);
  const app = newAppId();
  await mkdir(join(folder, app));
  for (const name of ['.old.tmp', '.young.tmp', 'notes.txt', 'short.tar.zst']) await writeFile(join(folder, app, name), 'x');
  const now = Date.now();
  await utimes(join(folder, app, '.old.tmp'), 0, now / 1000 - 25 * 3600);
  const store = createFileSlugStore({ folder, now: () => now });
  t.deepEqual(await store.list(app), []);
  t.deepEqual(await store.sweep(app, new Set()), []);
  t.deepEqual((await readdir(join(folder, app))).sort(), ['.young.tmp', 'notes.txt', 'short.tar.zst']);
});
