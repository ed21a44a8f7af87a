import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { testGitTransport } from '../../contracts/git-transport.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { startTransport } from './start-transport.ts';

testGitTransport(test, {
  name: 'our driver',
  fails: [],
  open: async (t, { packBytes }) => {
    const started = await startTransport(t, {
      limits: { packBytes },
      receive: {
        gate: async (push, output, signal) => {
          output('looking');
          if (!push.commands.some(({ ref }) => ref === 'refs/heads/slow')) return;
          await waitUntil('there is a go', () => signal.aborted || existsSync(join(started.source, 'go')));
          signal.throwIfAborted();
        },
      },
    });
    return {
      origin: started.origin,
      git: started.git,
      folder: started.folder,
      roots: [started.folder, process.cwd()],
      repository: started.source,
      told: async () => started.pushes.map(({ commands }) => commands.map(({ ref, old, new: to }) => `${old} ${to} ${ref}`)),
      settled: () => waitUntil('no git is at work', async () => started.busy() === 0 && (await started.children()).length === 0),
    };
  },
});
