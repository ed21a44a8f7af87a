import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { randomWord } from '../../../core/index.ts';
import { testGitTransport } from '../../contracts/git-transport.ts';
import { createGit } from '../../helpers/git.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { processesWith } from './start-transport.ts';

const program = fileURLToPath(new URL('./node-git-server.ts', import.meta.url));

const hook = `#!/bin/sh
echo looking
if grep -q refs/heads/slow; then until [ -e go ]; do sleep 0.05; done; fi
`;

testGitTransport(test, {
  name: 'node-git-server',
  // docs/decisions/0001-our-own-git-driver.md rests on this list.
  fails: [
    'a hand-made push without credentials is refused',
    'a hand-made fetch without credentials is refused',
    'a client that goes away while it sends leaves the server up',
    'a body that says gzip and is not leaves the server up',
    'a pack over the limit is refused with the reason',
    'a push to notes is answered',
    'a branch is told by its whole name',
    'the old id is told as git has it',
    'a push of several refs is told as one',
    'a list of refs that arrives in pieces is answered',
    'the probe before a large push is told to nobody',
    'credentials of another scheme are answered',
    'version 2 of the protocol is spoken to who asks for it',
    'a repository that does not exist is not made',
    'a client that goes away in the hook pushes nothing',
    'a connection serves more than one request',
    'a deflated body is understood or refused',
  ],
  open: async (t, { packBytes }) => {
    const folder = await temporaryDirectory(t);
    const git = createGit(join(folder, 'client'));
    const roots = [join(folder, 'repositories'), join(folder, 'cwd')];
    const [repositories = '', cwd = ''] = roots;
    for (const root of roots) await mkdir(root);
    const repository = join(repositories, 'shop.git');
    await git(['init', '-q', '--bare', '-b', 'main', repository]);
    await git(['config', 'receive.maxInputSize', String(packBytes)], { cwd: repository });
    await writeFile(join(repository, 'hooks', 'pre-receive'), hook, { mode: 0o755 });

    const mark = randomWord(16);
    const server = spawn(process.execPath, [program, repositories], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', SLUICE_TEST_MARK: mark },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
    t.teardown(async () => {
      for (const id of await processesWith(mark)) killIfThere(Number(id));
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    });
    // Some cases end it in the middle of a line.
    server.stdin.on('error', () => {});
    const events: (readonly string[])[] = [];
    const lines = createInterface(server.stdout);
    lines.on('line', (line) => {
      if (line.startsWith('told ')) events.push([line.slice('told '.length)]);
    });
    const [port] = await once(lines, 'line');
    const told = async () => {
      if (server.exitCode !== null || server.signalCode !== null) return events;
      const echo = lineThatIs(lines, 'echo');
      server.stdin.write('\n');
      await Promise.race([echo, once(lines, 'close')]);
      return events;
    };
    const settled = () => waitUntil('no git is at work', async () => (await processesWith(mark)).every((id) => id === String(server.pid)));
    return { origin: `http://127.0.0.1:${port.slice('port '.length)}`, git, folder, roots, repository, told, settled };
  },
});

const lineThatIs = (lines: Interface, wanted: string): Promise<void> =>
  new Promise((resolve) => lines.on('line', (line) => line === wanted && resolve()));

const killIfThere = (id: number) => {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
