import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '../../../core/index.ts';
import { createGitTransport } from '../../../gitserver/index.ts';
import { app } from './app.ts';

/** Our transport in a process of its own, to be killed: it hangs for ever in the phase named. Arguments: phase, repository, folder, mark. */
const [phase, repository = '', run = '', mark = ''] = process.argv.slice(2);
const hang = new Promise<never>(() => {});

const transport = createGitTransport({
  authorise: async () => ({ app, by: { name: 'Ada', email: 'ada@example.com' } }),
  repositoryPath: () => repository,
  receive: {
    gate: async (_push, output) => {
      output('in the gate');
      if (phase === 'gate') await hang;
    },
    land: async (_push, _commands, output) => {
      output('landing');
      return hang;
    },
    end: () => {},
  },
  log: silentLog,
  folders: { run },
  childMarker: { SLUICE_TEST_MARK: mark },
  searchPath: process.env['PATH'] ?? '/usr/bin:/bin',
});
const server = createServer((request, response) => void transport.handle(request, response));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
