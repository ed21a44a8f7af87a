import { spawn } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { randomWord } from '../../core/index.ts';
import { markedProcesses, readProcess } from '../../system/index.ts';
import { testWhere } from '../helpers/test-where.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const onLinux = { holds: process.platform === 'linux', otherwise: 'processes are found by /proc' };

const start = async (t: ExecutionContext, env: Record<string, string>): Promise<number> => {
  const child = spawn('sleep', ['600'], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  const pid = child.pid ?? 0;
  await waitUntil('the program runs', async () => (await readProcess(pid, 'stat'))?.includes('(sleep)') === true);
  return pid;
};

testWhere(onLinux, 'processes are found that have every variable of the mark, whole', async (t) => {
  const mark = randomWord(12);
  const wanted = await start(t, { MARK_ONE: mark, MARK_TWO: 'x' });
  await start(t, { MARK_ONE: mark });
  await start(t, { MARK_ONE: `${mark}y`, MARK_TWO: 'x' });
  await start(t, { ANOTHER_MARK_ONE: mark, MARK_TWO: 'x' });
  t.deepEqual(await markedProcesses({ MARK_ONE: mark, MARK_TWO: 'x' }), [wanted]);
  t.deepEqual(await markedProcesses({ MARK_ONE: randomWord(12) }), []);
});

testWhere(onLinux, 'this process is never among them, whatever it was started with', async (t) => {
  const own = (await readProcess(process.pid, 'environ'))?.split('\0').find((entry) => entry.startsWith('PATH=')) ?? '';
  t.not(own, '');
  t.false((await markedProcesses({ PATH: own.slice('PATH='.length) }))?.includes(process.pid));
});

test('an empty mark, which would be everybody, is refused', async (t) => {
  await t.throwsAsync(markedProcesses({}), { message: /every process/ });
});

testWhere(onLinux, 'a process that is gone has no files', async (t) => {
  t.is(await readProcess(2 ** 22 + 1, 'stat'), undefined);
});
