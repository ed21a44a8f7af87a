import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { writeFileAtomic } from '../../system/index.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

test('a file is written whole, with the mode asked for, and replaces the old one', async (t) => {
  const folder = await temporaryDirectory(t);
  const path = join(folder, 'keys');
  await writeFileAtomic(path, 'old', { mode: 0o600 });
  await writeFileAtomic(path, Buffer.from('new'), { mode: 0o600 });
  t.is(await readFile(path, 'utf8'), 'new');
  t.is((await stat(path)).mode & 0o777, 0o600);
  t.deepEqual(await readdir(folder), ['keys']);
});

test('a write that fails leaves the old file and no other', async (t) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'taken/inner'), { recursive: true });
  await t.throwsAsync(writeFileAtomic(join(folder, 'taken'), 'x'));
  t.deepEqual(await readdir(folder), ['taken']);
  await t.throwsAsync(writeFileAtomic(join(folder, 'absent/file'), 'x'), { code: 'ENOENT' });
});

test('whoever reads during many writes sees one of them whole', async (t) => {
  const path = join(await temporaryDirectory(t), 'file');
  const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(100_000));
  await writeFile(path, texts[0] ?? '');
  const writes = Promise.all(texts.map((text) => writeFileAtomic(path, text)));
  for (let round = 0; round < 20; round++) t.true(texts.includes(await readFile(path, 'utf8')));
  await writes;
});
