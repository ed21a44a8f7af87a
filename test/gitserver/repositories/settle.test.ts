import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createRunFolders } from '../../../gitserver/sops/run-folder.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { testWhere } from '../../helpers/test-where.ts';
import { openApp, openPlatform, searchPath, set } from './open-platform.ts';

const onLinux = { holds: process.platform === 'linux', otherwise: 'processes are found by /proc' };

testWhere(onLinux, 'a git child of an earlier life is waited for', async (t) => {
  const opened = await openApp(t);
  const child = await startChild(t, opened.marker, 'sleep 0.4');
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  await opened.repositories.settle();
  t.true(ended || child.exitCode === 0);
  t.is(child.signalCode, null, 'it was not killed');
});

testWhere(onLinux, 'one that stays is killed with its group, and nobody else is', async (t) => {
  const opened = await openApp(t);
  const mine = await startChild(t, opened.marker, 'sleep 600 & sleep 600');
  const other = await startChild(t, { SLUICE_CHILD_OF: `${opened.folder}-other` }, 'sleep 600');
  const gone = once(mine, 'close');
  await opened.repositories.settle();
  await gone;
  t.is(mine.signalCode, 'SIGKILL');
  t.is(other.exitCode, null);
  t.is(other.signalCode, null);
});

test('what a crash left in the repositories is swept: locks, quarantines, half-made repositories; nothing else', async (t) => {
  const opened = await openApp(t);
  const { gitdir, folder, repositories, main, change } = opened;
  const before = await main();
  const left = [
    'refs/heads/main.lock',
    'packed-refs.lock',
    'config.lock',
    'objects/tmp_objdir-incoming-x/pack/y',
    'objects/pack/tmp_pack_z',
    'refs/sluice/pending.lock',
  ];
  for (const path of left) {
    await mkdir(join(gitdir, path, '..'), { recursive: true });
    await writeFile(join(gitdir, path), 'x');
  }
  await mkdir(join(folder, 'repos', 'x.config.git.abcd.unfinished', 'objects'), { recursive: true });
  await repositories.settle();
  for (const path of left) await t.throwsAsync(access(join(gitdir, path)), { code: 'ENOENT' }, path);
  t.is((await readdir(join(folder, 'repos'))).length, 2);
  t.is(await main(), before);
  await t.notThrowsAsync(change(set({ A: '1' })));
});

test("a folder of keys that a killed call left behind is removed, and another platform's is not", async (t) => {
  const parent = await temporaryDirectory(t);
  const folders = createRunFolders('mine', parent);
  const left = ['sluice-mine-abc', 'sluice-minetoo-abc', 'other'];
  for (const name of left) await mkdir(join(parent, name, 'below'), { recursive: true });
  await folders.sweep();
  t.deepEqual((await readdir(parent)).sort(), ['other', 'sluice-minetoo-abc']);
});

test('settling a data folder that is new or gone is nothing', async (t) => {
  const { repositories } = await openPlatform(t);
  await t.notThrowsAsync(repositories.settle());
});

const startChild = async (
  t: ExecutionContext<unknown>,
  marker: Readonly<Record<string, string>>,
  script: string,
): Promise<ChildProcess> => {
  const child = spawn('sh', ['-c', `echo ready; ${script}`], {
    env: { PATH: searchPath, ...marker },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  });
  await once(child.stdout ?? child, 'data');
  return child;
};
