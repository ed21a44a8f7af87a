import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { Fault } from '../../core/index.ts';
import { openBuilder } from '../helpers/open-builder.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
};

const onLinux = process.platform === 'linux' ? test : test.skip;

/** Starts children that ignore every signal they can, also outside the group, then waits for ever. Each tells its pid. */
const stubborn = `#!/bin/bash
trap '' TERM INT HUP
(trap '' TERM; echo "pid $BASHPID"; sleep 300) &
setsid bash -c 'trap "" TERM; echo "pid $BASHPID"; sleep 300' &
echo "pid $$"
wait
`;

const pidsIn = (lines: readonly string[]) => lines.flatMap((line) => (line.startsWith('pid ') ? [Number(line.slice(4))] : []));

onLinux('aborting a build kills all it has started, also what left its group, and leaves no folder', async (t) => {
  const { build, lines, workFolder, slugs, app } = await openBuilder(t);
  const abort = new AbortController();
  const done = build({ 'bin/compile': stubborn, Procfile: 'web: x' }, {}, abort.signal);
  await waitUntil('three processes run', () => pidsIn(lines).length === 3);
  abort.abort(new Fault('deploy/cancelled', 'Cancelled by a test.'));
  const fault = await t.throwsAsync(done, { instanceOf: Fault });
  t.is(fault.code, 'deploy/cancelled');
  await waitUntil('all are gone', () => pidsIn(lines).every(isGone));
  t.deepEqual(await readdir(workFolder), []);
  t.deepEqual(await slugs.list(app.id), []);
});

test('a signal that is aborted already starts nothing', async (t) => {
  const { build, lines } = await openBuilder(t);
  await t.throwsAsync(build({ Procfile: 'web: x' }, {}, AbortSignal.abort(new Error('too late'))), { message: 'too late' });
  t.deepEqual(lines, []);
});

test('a build over its time limit is stopped and says so', async (t) => {
  const { build } = await openBuilder(t, { limits: { buildMs: 400 } });
  const fault = await t.throwsAsync(build({ 'bin/compile': '#!/bin/sh\nsleep 300\n', Procfile: 'web: x' }), { instanceOf: Fault });
  t.is(fault.code, 'build/failed');
  t.true(fault.message.includes('took longer'));
});

test('what a build leaves running in its group ends with it and does not hold it up', async (t) => {
  const { build, lines } = await openBuilder(t);
  await build({ 'bin/compile': '#!/bin/bash\n(sleep 300) &\necho "pid $!"\n', Procfile: 'web: x' });
  t.is(pidsIn(lines).length, 1);
  await waitUntil('it is gone', () => pidsIn(lines).every(isGone));
});

onLinux('a sweep ends and removes what builds of a dead server left, and nothing else', async (t) => {
  const { builder, workFolder } = await openBuilder(t);
  await mkdir(join(workFolder, 'build-left', 'tree'), { recursive: true });
  await mkdir(join(workFolder, 'strange'));
  const [left, other] = ['build-left', 'build-other'].map((id) => {
    const child = spawn('sleep', ['300'], { env: { PATH: process.env['PATH'] ?? '', REQUEST_ID: id }, stdio: 'ignore', detached: true });
    t.teardown(() => child.kill('SIGKILL'));
    return child;
  });
  await waitUntil('it runs', async () => (await readFile(`/proc/${left?.pid}/environ`, 'latin1')).includes('build-left'));
  const ended = once(left as NonNullable<typeof left>, 'exit');
  await builder.sweep();
  t.deepEqual((await ended)[1], 'SIGKILL');
  t.is(other?.exitCode, null);
  t.false(isGone(other?.pid ?? 0));
  t.deepEqual(await readdir(workFolder), ['strange']);
});
