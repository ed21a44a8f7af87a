import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { createLog, Fault, type GitWanted, type Push, type Receive, randomWord, zeroOid } from '../../../core/index.ts';
import { createGitTransport, type GitLimits, type GitTransport, type GitTransportDeps } from '../../../gitserver/index.ts';
import { createGit, type Git, type GitOptions } from '../../helpers/git.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { app, secret, user } from './app.ts';

export type TransportSetup = {
  readonly receive?: Partial<Receive>;
  readonly limits?: Partial<GitLimits>;
  readonly deployBranch?: string;
  readonly searchPath?: string;
  readonly authorise?: GitTransportDeps['authorise'];
};

export type StartedTransport = {
  /** Without a trailing slash; `remote` has credentials in it and names the source repository. */
  readonly origin: string;
  readonly remote: string;
  readonly git: Git;
  readonly folder: string;
  readonly source: string;
  readonly config: string;
  readonly run: string;
  readonly transport: GitTransport;
  /** Every push the gate was asked about. */
  readonly pushes: readonly Push[];
  readonly asked: readonly GitWanted[];
  readonly log: readonly string[];
  /** Requests under way. */
  readonly busy: () => number;
  /** Ids of processes that carry this transport's mark. */
  readonly children: () => Promise<readonly string[]>;
};

/** Our transport on a free loopback port with one app, both repositories empty. Its `land` moves refs as they were pushed. */
export const startTransport = async (t: ExecutionContext<unknown>, setup: TransportSetup = {}): Promise<StartedTransport> => {
  const folder = await temporaryDirectory(t);
  const git = createGit(join(folder, 'client'));
  const paths = { source: join(folder, 'source.git'), config: join(folder, 'config.git'), run: join(folder, 'run') };
  await mkdir(paths.run);
  for (const path of [paths.source, paths.config]) await git(['init', '-q', '--bare', '-b', 'main', path]);
  const pushes: Push[] = [];
  const asked: GitWanted[] = [];
  const log: string[] = [];
  const mark = randomWord(16);
  const transport = createGitTransport({
    authorise: async (credentials, wanted) => {
      asked.push(wanted);
      if (setup.authorise !== undefined) return setup.authorise(credentials, wanted);
      return authorise(credentials, wanted, setup.deployBranch);
    },
    repositoryPath: (_id, repository) => paths[repository],
    receive: createReceive({ git, paths, pushes, receive: setup.receive ?? {} }),
    log: createLog((line) => log.push(line)),
    folders: { run: paths.run },
    childMarker: { SLUICE_TEST_MARK: mark },
    searchPath: setup.searchPath ?? process.env['PATH'] ?? '/usr/bin:/bin',
    limits: { stopMs: 2000, ...setup.limits },
  });
  let busy = 0;
  const server = createServer((request, response) => {
    busy += 1;
    void transport.handle(request, response).finally(() => {
      busy -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  t.teardown(async () => {
    await transport.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    remote: `http://${encodeURIComponent(user)}:${secret}@127.0.0.1:${port}/shop.git`,
    git,
    folder,
    ...paths,
    transport,
    pushes,
    asked,
    log,
    busy: () => busy,
    children: () => processesWith(mark),
  };
};

const authorise = async (
  credentials: Parameters<GitTransportDeps['authorise']>[0],
  { name }: GitWanted,
  deployBranch: string | undefined,
): ReturnType<GitTransportDeps['authorise']> => {
  if (credentials?.user !== user || credentials.secret !== secret) {
    throw new Fault('auth/required', 'This needs an e-mail address and an API key.', { hint: 'sluice login' });
  }
  if (name === 'other') throw new Fault('auth/forbidden', '«other» is not yours.');
  if (name !== app.name) throw new Fault('app/not-found', `There is no app «${name}».`, { hint: 'sluice apps' });
  return { app, by: { name: 'Ada', email: user }, ...(deployBranch === undefined ? {} : { deployBranch }) };
};

type ReceiveParts = {
  readonly git: Git;
  readonly paths: { readonly source: string; readonly config: string };
  readonly pushes: Push[];
  readonly receive: Partial<Receive>;
};

const createReceive = ({ git, paths, pushes, receive }: ReceiveParts): Receive => ({
  gate: async (push, output, signal) => {
    pushes.push(push);
    await receive.gate?.(push, output, signal);
  },
  land:
    receive.land ??
    (async (push, commands) => {
      for (const { ref, old, new: to } of commands) {
        const args = to === zeroOid ? ['update-ref', '-d', ref] : ['update-ref', ref, to, old];
        const { exitCode, stderr } = await git(args, { cwd: paths[push.repository] });
        if (exitCode !== 0) return commands.map((command) => ({ ref: command.ref, ok: false, reason: stderr }));
      }
      return commands.map(({ ref }) => ({ ref, ok: true }));
    }),
  end: (push) => receive.end?.(push),
});

/** Ids of processes whose environment has `mark` in it. */
export const processesWith = async (mark: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const id of await readdir('/proc')) {
    if (!/^\d+$/.test(id)) continue;
    // A process may end between the two readings.
    const environment = await readFile(`/proc/${id}/environ`, 'latin1').catch(() => '');
    if (environment.includes(mark)) found.push(id);
  }
  return found;
};

/** A repository with one commit on `main`, and one more for each call of `commit`. */
export const createWork = async (started: Pick<StartedTransport, 'folder' | 'git'>) => {
  const cwd = join(started.folder, `work-${randomWord(6)}`);
  const git = (args: readonly string[], options: GitOptions = {}) => started.git(args, { cwd, ...options });
  await mkdir(cwd);
  await git(['init', '-q', '-b', 'main']);
  const commit = async (message: string): Promise<string> => {
    await git(['commit', '-q', '--allow-empty', '-m', message]);
    return (await git(['rev-parse', 'HEAD'])).stdout.trim();
  };
  await commit('first');
  return { cwd, git, commit };
};
