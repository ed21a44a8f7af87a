import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { createOnce } from '../../system/index.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

test('a file is made once, with the mode asked for, and then only read', async (t) => {
  const folder = await temporaryDirectory(t);
  const path = join(folder, 'key');
  t.is(await createOnce(path, async () => 'first', 0o600), 'first');
  t.is(await createOnce(path, () => t.fail('it is there already') as never, 0o600), 'first');
  t.is((await stat(path)).mode & 0o777, 0o600);
  t.deepEqual(await readdir(folder), ['key']);
});

test('of many makers at once one wins, and all read what it wrote', async (t) => {
  const folder = await temporaryDirectory(t);
  const path = join(folder, 'key');
  const read = await Promise.all(['a', 'b', 'c', 'd'].map((text) => createOnce(path, async () => text, 0o600)));
  t.deepEqual(new Set(read), new Set([await readFile(path, 'utf8')]));
  t.deepEqual(await readdir(folder), ['key']);
});

test('a maker that fails, or a path that is a folder, leaves nothing behind', async (t) => {
  const folder = await temporaryDirectory(t);
  const broken = async () => {
    throw new Error('no entropy');
  };
  await t.throwsAsync(createOnce(join(folder, 'key'), broken, 0o600), { message: 'no entropy' });
  t.deepEqual(await readdir(folder), []);
  await mkdir(join(folder, 'taken'));
  await t.throwsAsync(
    createOnce(join(folder, 'taken'), async () => 'x', 0o600),
    { code: 'EISDIR' },
  );
  t.deepEqual(await readdir(folder), ['taken']);
});
