import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'ava';
import { openDatabase } from '../../api/index.ts';
import { testDatabase } from '../contracts/database.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { withSmallDisk } from './small-disk.ts';

testDatabase(test, {
  name: 'sqlite',
  place: async (t) => join(await temporaryDirectory(t), 'sluice.db'),
  open: (file, now) => openDatabase({ file, now }),
});

const codeOf = async (file: string) => ((await openDatabase({ file }).catch((error: unknown) => error)) as { code?: string }).code;

test('only its user can read the database and its side files', async (t) => {
  const file = join(await temporaryDirectory(t), 'sluice.db');
  const database = await openDatabase({ file });
  for (const path of [file, `${file}-wal`, `${file}-shm`]) t.is((await stat(path)).mode & 0o777, 0o600, path);
  await database.close();
});

test('a database of a later Sluice is left as it is', async (t) => {
  const file = join(await temporaryDirectory(t), 'sluice.db');
  await (await openDatabase({ file })).close();
  const raw = new DatabaseSync(file);
  raw.exec('UPDATE schema_version SET version = 99');
  raw.close();
  t.is(await codeOf(file), 'data/too-new');
  const again = new DatabaseSync(file);
  t.is(again.prepare('SELECT version FROM schema_version').get()?.['version'], 99);
  again.close();
});

test('what is no database, or no file, is named as such', async (t) => {
  const folder = await temporaryDirectory(t);
  await writeFile(join(folder, 'garbage'), Buffer.alloc(8192, 7));
  t.is(await codeOf(join(folder, 'garbage')), 'data/failed');
  t.is(await codeOf(folder), 'data/unwritable');
  t.is(await codeOf(join(folder, 'no', 'such')), 'data/unwritable');
});

test('a full disk is named, and nothing that was answered is lost', async (t) => {
  await withSmallDisk(t, async (folder) => {
    const file = join(folder, 'sluice.db');
    const database = await openDatabase({ file });
    const kept: string[] = [];
    const fill = async () => {
      for (let number = 0; number < 5_000; number += 1) {
        const { email } = await database.accounts.create({ email: `${number}@example.org`, password: 'x'.repeat(1000) });
        kept.push(email);
      }
    };
    const error = await t.throwsAsync(fill());
    t.is((error as { code?: string }).code, 'data/full');
    await database.close();
    const reopened = await openDatabase({ file });
    t.truthy(await reopened.accounts.byEmail(kept.at(-1) ?? ''));
    t.is(await reopened.accounts.byEmail(`${kept.length}@example.org`), undefined);
    await reopened.close();
  });
});

test('a server killed right after its answer has kept what it answered, and printed no warning', async (t) => {
  const file = join(await temporaryDirectory(t), 'sluice.db');
  const program = `
    import { openDatabase } from ${JSON.stringify(new URL('../../api/index.ts', import.meta.url).href)};
    const database = await openDatabase({ file: process.argv[1] });
    const { id } = await database.accounts.create({ email: 'ada@example.org' });
    process.stdout.write(id + '\\n');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const [id] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  child.kill('SIGKILL');
  await once(child, 'close');
  t.is(complaint, '');
  const database = await openDatabase({ file });
  t.is((await database.accounts.byEmail('ada@example.org'))?.id, String(id).trim());
  await database.close();
});
