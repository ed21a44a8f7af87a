import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { randomWord } from '../../../core/index.ts';
import { requireHooks } from '../../../gitserver/receive/require-hooks.ts';
import { createGit } from '../../helpers/git.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { createWork, processesWith } from './start-transport.ts';

const program = fileURLToPath(new URL('./transport-process.ts', import.meta.url));

for (const [phase, mark] of [
  ['gate', 'in the gate'],
  ['land', 'landing'],
] as const) {
  test(`a server killed in the ${phase} has let nothing deploy, and no process of it stays`, async (t) => {
    const folder = await temporaryDirectory(t);
    const git = createGit(join(folder, 'client'));
    const repository = join(folder, 'source.git');
    await git(['init', '-q', '--bare', '-b', 'main', repository]);
    const word = randomWord(16);
    const server = spawn(process.execPath, [program, phase, repository, folder, word], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.teardown(() => server.kill('SIGKILL'));
    const [port] = await once(server.stdout, 'data');
    const work = await createWork({ folder, git });
    const pushed = await work.git(['push', `http://127.0.0.1:${String(port).trim()}/shop.git`, 'main', 'main:side'], {
      onStderr: (text: string) => {
        if (text.includes(`remote: ${mark}`)) server.kill('SIGKILL');
      },
    });
    t.not(pushed.exitCode, 0);
    await waitUntil('git has ended by itself', async () => (await processesWith(word)).length === 0);
    const refs = (await git(['for-each-ref', '--format=%(refname)'], { cwd: repository })).stdout.trim();
    if (phase === 'gate') t.is(refs, '');
    // What doesn't deploy is git's own to store or not, in the moment it is left alone.
    t.notRegex(refs, /refs\/heads\/main/);
  });
}

test('hooks that cannot be executed, which git would pass over, stop every push', async (t) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'hooks'));
  await t.throwsAsync(requireHooks(join(folder, 'hooks')), { message: /hooks can't be executed/ });
  for (const hook of ['pre-receive', 'proc-receive']) await writeFile(join(folder, 'hooks', hook), '#!/bin/sh\n');
  await t.throwsAsync(requireHooks(join(folder, 'hooks')), { message: /hooks can't be executed/ });
  for (const hook of ['pre-receive', 'proc-receive']) await chmod(join(folder, 'hooks', hook), 0o755);
  await t.notThrowsAsync(requireHooks(join(folder, 'hooks')));
});
