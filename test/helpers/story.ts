import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Account, type Answer, callApi } from './call-api.ts';
import { createGit, type Git } from './git.ts';
import { runSluice, type Sluice } from './sluice.ts';
import { createAccount, type RunningPlatform, startPlatform } from './start-platform.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const apps = join(import.meta.dirname, '..', 'fixtures', 'apps');
const examples = join(import.meta.dirname, '..', '..', 'examples');

/** A story's stage: a running platform, a signed-in developer, and their git. */
export type Story = {
  readonly folder: string;
  readonly platform: () => RunningPlatform;
  /** Starts the platform again after it was killed or stopped. */
  readonly restart: (env?: Record<string, string>) => Promise<void>;
  readonly account: Account;
  readonly git: Git;
  readonly sluice: Sluice;
  readonly api: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** A repository with one commit of an app of test/fixtures/apps or examples. */
  readonly workingCopy: (source: string, options?: { readonly branch?: string }) => Promise<string>;
  /** The same, with an app made on the platform and the remote `sluice` set. */
  readonly app: (source: string, name: string, options?: { readonly branch?: string }) => Promise<string>;
  /** Writes files and commits them. */
  readonly commit: (copy: string, files: Readonly<Record<string, string>>, message?: string) => Promise<void>;
  readonly push: (copy: string, ...args: readonly string[]) => ReturnType<Git>;
  /** GET of a path of the app at its own loopback port: status and body. */
  readonly get: (app: string, path?: string) => Promise<{ status: number; body: string }>;
  readonly readText: (path: string) => Promise<string>;
  readonly releases: (app: string) => Promise<readonly { version: string; sha: string; summary: string }[]>;
  /** Name, release and start time of each replica. */
  readonly replicas: (app: string) => Promise<readonly string[]>;
};

export const openStory = async (t: ExecutionContext<unknown>, env: Record<string, string> = {}, entry?: string): Promise<Story> => {
  const folder = await temporaryDirectory(t);
  const home = join(folder, 'home');
  await mkdir(home);
  const start = (more: Record<string, string> = {}) =>
    startPlatform({ home, env: { ...env, ...more }, ...(entry === undefined ? {} : { entry }) });
  let platform = await start();
  t.teardown(async () => {
    await platform.stop();
  });
  const account = await createAccount(platform, 'dev@sluice.example');
  const git = createGit(folder);
  const config = join(folder, 'config');
  await mkdir(config);
  const sluice = runSluice({ config, url: () => platform.url, folder });
  await sluice(['login', '--email', account.email, '--key-stdin'], { input: account.key });
  const api: Story['api'] = (method, path, body, headers) => callApi(platform.url, account)(method, path, body, headers);
  const must = async (ran: ReturnType<Git>) => {
    const { exitCode, stderr } = await ran;
    if (exitCode !== 0) throw new Error(stderr);
  };
  const workingCopy: Story['workingCopy'] = async (source, { branch = 'main' } = {}) => {
    const copy = join(folder, `copy-${source}-${Math.random().toString(36).slice(2, 8)}`);
    await cp(join(source.startsWith('hello-') ? examples : apps, source), copy, { recursive: true });
    await must(git(['init', '-q', '-b', branch], { cwd: copy }));
    await must(git(['add', '--all'], { cwd: copy }));
    await must(git(['commit', '-q', '-m', 'First version'], { cwd: copy }));
    return copy;
  };
  const status = async (app: string) => (await api('GET', `/api/apps/${app}/status`)).body.data as Status;
  return {
    folder,
    platform: () => platform,
    restart: async (more = {}) => {
      platform = await start(more);
    },
    account,
    git,
    sluice,
    api,
    workingCopy,
    app: async (source, name, options) => {
      const copy = await workingCopy(source, options);
      const { exitCode, stderr } = await sluice(['create', name], { cwd: copy });
      if (exitCode !== 0) throw new Error(stderr);
      return copy;
    },
    commit: async (copy, files, message = 'A change') => {
      for (const [name, text] of Object.entries(files)) await writeFile(join(copy, name), text);
      await must(git(['add', '--all'], { cwd: copy }));
      await must(git(['commit', '-q', '-m', message], { cwd: copy }));
    },
    push: (copy, ...args) => git(['push', 'sluice', ...(args.length === 0 ? ['HEAD'] : args)], { cwd: copy }),
    get: async (app, path = '/') => {
      const own = (await status(app)).urls.find((url) => url.includes('127.0.0.1'));
      const response = await fetch(`${own}${path}`.replace(/([^:])\/\//, '$1/'));
      return { status: response.status, body: await response.text() };
    },
    readText: (path) => readFile(path, 'utf8'),
    releases: async (app) =>
      (await api('GET', `/api/apps/${app}/releases`)).body.data as { version: string; sha: string; summary: string }[],
    replicas: async (app) =>
      (await status(app)).replicas.map(({ name, version, started_at }) => `${name} v${version} ${started_at}`).sort(),
  };
};

type Status = { readonly urls: readonly string[]; readonly replicas: readonly { name: string; version: number; started_at: string }[] };
