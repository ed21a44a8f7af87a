import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { acquireFolder, loadOperatorToken } from '../../api/index.ts';
import { Fault } from '../../core/index.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { withSmallDisk } from './small-disk.ts';

const door = JSON.stringify(new URL('../../api/index.ts', import.meta.url).href);

const failure = async (work: Promise<unknown>): Promise<Fault> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it worked');
};

/** Another process that takes the folder and says so, or says with which code it couldn't. */
const holder = async (t: ExecutionContext<unknown>, folder: string, uid?: number) => {
  const program = `
    import { acquireFolder } from ${door};
    try {
      await acquireFolder(process.argv[1]);
      process.stdout.write('taken');
      setInterval(() => {}, 1000);
    } catch (error) {
      process.stdout.write(error.code + ' ' + error.message);
    }`;
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said) };
};

test('a folder is made for its user alone, with its format in it', async (t) => {
  const folder = join(await temporaryDirectory(t), 'a', 'b');
  const { release } = await acquireFolder(folder);
  t.is((await stat(folder)).mode & 0o777, 0o700);
  t.is(await readFile(join(folder, 'version'), 'utf8'), '1\n');
  release();
  (await acquireFolder(folder)).release();
});

test('a folder in use is refused, naming the process that holds it', async (t) => {
  const folder = await temporaryDirectory(t);
  const { child, said } = await holder(t, folder);
  t.is(said, 'taken');
  const fault = await failure(acquireFolder(folder));
  t.is(fault.code, 'data/in-use');
  t.deepEqual(fault.details.data, { pid: child.pid ?? 0 });
  t.true(fault.message.includes(String(child.pid)));
});

test('a folder is free at once when its holder is killed', async (t) => {
  const folder = await temporaryDirectory(t);
  const { child } = await holder(t, folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { release } = await acquireFolder(folder);
  t.is((await readFile(join(folder, 'lock.pid'), 'utf8')).trim(), String(process.pid));
  release();
});

test('one process can’t take a folder twice', async (t) => {
  const folder = await temporaryDirectory(t);
  const { release } = await acquireFolder(folder);
  t.is((await failure(acquireFolder(folder))).code, 'data/in-use');
  release();
});

test('of three who start at once one gets the folder', async (t) => {
  const folder = await temporaryDirectory(t);
  const said = await Promise.all(Array.from({ length: 3 }, async () => (await holder(t, folder)).said.split(' ')[0]));
  t.deepEqual(said.sort(), [...Array(2).fill('data/in-use'), 'taken']);
});

test('a folder of a later Sluice is left alone, and one with nonsense in its version too', async (t) => {
  const folder = await temporaryDirectory(t);
  await writeFile(join(folder, 'version'), '2\n');
  t.is((await failure(acquireFolder(folder))).code, 'data/too-new');
  t.is(await readFile(join(folder, 'version'), 'utf8'), '2\n');
  for (const garbage of ['', 'one', '-1', '0', '1.5', '9'.repeat(40), '\u0000']) {
    await writeFile(join(folder, 'version'), garbage);
    t.is((await failure(acquireFolder(folder))).code, 'data/failed', JSON.stringify(garbage));
  }
  await writeFile(join(folder, 'version'), '1');
  (await acquireFolder(folder)).release();
});

test('what can’t be a folder is refused with its name', async (t) => {
  const file = join(await temporaryDirectory(t), 'file');
  await writeFile(file, '');
  for (const path of [file, join(file, 'below'), '/proc/sluice', `/${'x'.repeat(300)}`]) {
    const fault = await failure(acquireFolder(path));
    t.is(fault.code, 'data/unwritable', path);
    t.true(fault.message.includes(path));
  }
});

test('a folder this user may not write is refused', async (t) => {
  const folder = join(await temporaryDirectory(t), 'data');
  await mkdir(folder);
  await chmod(join(folder, '..'), 0o755);
  await chmod(folder, 0o555);
  const nobody = process.getuid?.() === 0 ? 65534 : undefined;
  const { said } = await holder(t, folder, nobody);
  t.regex(said, /^data\/unwritable /);
});

test('a full disk is named', async (t) => {
  await withSmallDisk(t, async (folder) => {
    await writeFile(join(folder, 'filler'), Buffer.alloc(600_000)).catch(() => {});
    t.is((await failure(acquireFolder(folder))).code, 'data/full');
  });
});

test('the operator token is made once, for its user alone, and refused when others can read it', async (t) => {
  const folder = await temporaryDirectory(t);
  const [one, two] = await Promise.all([loadOperatorToken(folder), loadOperatorToken(folder)]);
  t.is(one, two);
  t.regex(one, /^sluice_operator_[A-Za-z0-9_-]{43}$/);
  t.is(await loadOperatorToken(folder), one);
  const file = join(folder, 'keys', 'operator.token');
  t.is((await stat(file)).mode & 0o777, 0o600);
  await chmod(file, 0o644);
  t.is((await failure(loadOperatorToken(folder))).code, 'platform/insecure');
  await chmod(file, 0o600);
  await writeFile(file, '');
  t.is((await failure(loadOperatorToken(folder))).code, 'platform/insecure');
});

test('children of the holder don’t hold the folder after it', async (t) => {
  const folder = await temporaryDirectory(t);
  const program = `
    import { spawn } from 'node:child_process';
    import { acquireFolder } from ${door};
    await acquireFolder(process.argv[1]);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    process.stdout.write(String(child.pid));`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => server.kill('SIGKILL'));
  const [pid] = await once(server.stdout, 'data');
  t.teardown(() => process.kill(Number(pid), 'SIGKILL'));
  server.kill('SIGKILL');
  await once(server, 'exit');
  t.true(process.kill(Number(pid), 0), 'the child outlives it');
  (await acquireFolder(folder)).release();
});
