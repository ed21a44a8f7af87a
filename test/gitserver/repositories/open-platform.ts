import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import {
  type App,
  type AppId,
  type AppKeyStore,
  type AppName,
  type Author,
  type Edit,
  type Oid,
  type SlugDigest,
  silentLog,
} from '../../../core/index.ts';
import { createKeyRing, createRepositories, type GitRepositories, type VersionCache } from '../../../gitserver/index.ts';
import { sopsPath } from '../../helpers/sops.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

export const ada: Author = { name: 'Ada Lovelace', email: 'ada@example.com' };
export const shop: App = { id: 'ashop00000001' as AppId, name: 'shop' as AppName };
export const searchPath = process.env['PATH'] ?? '/usr/bin:/bin';

export type Opened = {
  readonly folder: string;
  readonly repositories: GitRepositories;
  readonly cache: VersionCache & { readonly numbers: Map<string, number> };
  readonly store: AppKeyStore & { readonly sealed: Map<AppId, Uint8Array> };
  readonly marker: Readonly<Record<string, string>>;
};

/** Real git, sops and keys over a fresh folder; only the database's two ports are maps. `programs`: others to run in their place. */
export const openPlatform = async (
  t: ExecutionContext<unknown>,
  programs: { readonly sops?: string; readonly searchPath?: string } = {},
): Promise<Opened> => {
  const folder = await temporaryDirectory(t);
  const cache = memoryVersionCache();
  const parts = { folder, store: memoryKeyStore(), cache, marker: { SLUICE_CHILD_OF: folder } };
  return { ...parts, repositories: await open(parts, programs) };
};

/** A second life of a platform: same folder, same database, nothing in memory. */
export const reopen = (opened: Omit<Opened, 'repositories'>): Promise<GitRepositories> => open(opened, {});

const open = async (
  { folder, store, cache, marker }: Omit<Opened, 'repositories'>,
  programs: { readonly sops?: string; readonly searchPath?: string },
): Promise<GitRepositories> =>
  createRepositories({
    root: join(folder, 'repos'),
    templates: join(import.meta.dirname, '../../../templates'),
    searchPath: programs.searchPath ?? searchPath,
    sops: { path: programs.sops ?? (await sopsPath()) },
    keys: await createKeyRing({ folder: join(folder, 'keys'), store }),
    cache,
    childMarker: marker,
    log: silentLog,
    now: Date.now,
  });

export const memoryKeyStore = (): Opened['store'] => {
  const sealed = new Map<AppId, Uint8Array>();
  return {
    sealed,
    load: async (app) => sealed.get(app),
    save: async (app, bytes) => void sealed.set(app, bytes),
    remove: async (app) => void sealed.delete(app),
  };
};

const memoryVersionCache = (): Opened['cache'] => {
  const numbers = new Map<string, number>();
  return {
    numbers,
    get: async (app, commit) => numbers.get(`${app} ${commit}`),
    set: async (app, commit, version) => void numbers.set(`${app} ${commit}`, version),
  };
};

/** An app with both repositories, and a way to change it as the protocol does: make, then move `main` by compare and swap. */
export const openApp = async (t: ExecutionContext<unknown>, opened?: Opened) => {
  const platform = opened ?? (await openPlatform(t));
  const { repositories } = platform;
  await repositories.create(shop, ada);
  const main = async (): Promise<Oid> => {
    const oid = (await repositories.refs(shop.id, 'config')).get('refs/heads/main');
    if (oid === undefined) throw new Error('config main is not there');
    return oid;
  };
  const make = async (edit: Edit) => await repositories.make(shop, await main(), edit, ada, { 'Sluice-Deploy': 'd0d0d0d0d0d0' });
  const change = async (edit: Edit): Promise<{ readonly commit: Oid; readonly summary: string }> => {
    const from = await main();
    const made = await make(edit);
    if (made === undefined) throw new Error('the edit changed nothing');
    const moved = await repositories.move(shop.id, [{ repository: 'config', ref: 'refs/heads/main', to: made.commit, from }]);
    if (!moved) throw new Error('main did not move');
    return made;
  };
  const desired = async () => await repositories.desired(shop, await main());
  const gitdir = repositories.repositoryPath(shop.id, 'config');
  return { ...platform, main, make, change, desired, gitdir, git: gitIn(gitdir, platform.folder) };
};

/** Stock git on a repository; throws with git's words when it fails. */
export const gitIn =
  (gitdir: string, home: string) =>
  (args: readonly string[], input?: string): string => {
    const env = { PATH: searchPath, HOME: home, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };
    const result = spawnSync('git', [`--git-dir=${gitdir}`, ...args], { env, input, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
    return result.stdout;
  };

export const release = (letter: string, processes: Record<string, string> = { web: 'node server.js', worker: 'node work.js' }) => ({
  slug: { digest: letter.repeat(64) as SlugDigest, sizeBytes: 1234 },
  source: letter.repeat(40) as Oid,
  processes,
  buildpacks: ['node'],
  stack: 'sluice-1',
  template: 1,
});

export const deploy = (letter: string, message?: string): Edit => ({
  kind: 'release',
  release: release(letter),
  deployBranch: 'main',
  ...(message === undefined ? {} : { message }),
});

export const set = (values: Readonly<Record<string, string>>, unset: readonly string[] = []): Edit => ({ kind: 'env', set: values, unset });
