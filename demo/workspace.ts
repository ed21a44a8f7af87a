import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../core/index.ts';
import { type Ran, run } from './run.ts';

export type WorkspaceDeps = {
  /** The checkout of Sluice. */
  readonly root: string;
  /** `<data folder>/demo`: the working copies and the command line's settings. */
  readonly folder: string;
  readonly searchPath: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** Where the demo works: a copy of an example, git with an identity of its own, and the command line with settings of its own. */
export type Workspace = {
  readonly config: string;
  readonly git: (cwd: string, ...args: readonly string[]) => Promise<Ran>;
  readonly sluice: (cwd: string, ...args: readonly string[]) => Promise<Ran>;
  /** The command line with nothing shown: what it reads or prints is a secret. */
  readonly sluiceInSecret: (args: readonly string[], input?: string) => Promise<Ran>;
  /** A fresh repository with the example in one commit. */
  readonly copyExample: (example: string, name: string) => Promise<string>;
};

export const createWorkspace = async (deps: WorkspaceDeps): Promise<Workspace> => {
  const { root, folder, searchPath, say, signal } = deps;
  const config = join(folder, 'config');
  await mkdir(config, { recursive: true, mode: 0o700 });
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  const env = {
    PATH: searchPath,
    HOME: home,
    LANG: 'C.UTF-8',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    SLUICE_CONFIG: config,
  };
  const git: Workspace['git'] = (cwd, ...args) => run({ file: 'git', args, cwd, env, say, signal });
  return {
    config,
    git,
    sluice: (cwd, ...args) => run({ file: process.execPath, args: [join(root, 'bin', 'sluice'), ...args], cwd, env, say, signal }),
    sluiceInSecret: (args, input) =>
      run({
        file: process.execPath,
        args: [join(root, 'bin', 'sluice'), ...args],
        cwd: folder,
        env,
        say: () => {},
        signal,
        ...(input === undefined ? {} : { input }),
      }),
    copyExample: async (example, name) => {
      const copy = join(folder, name);
      await rm(copy, { recursive: true, force: true });
      await cp(join(root, 'examples', example), copy, { recursive: true });
      for (const args of identity) must(await git(copy, ...args), `git ${args[0]}`);
      return copy;
    },
  };
};

const identity = [
  ['init', '--quiet', '--initial-branch=main'],
  ['config', 'user.name', 'Sluice demo'],
  ['config', 'user.email', 'demo@sluice.example'],
  ['config', 'commit.gpgsign', 'false'],
  ['add', '--all'],
  ['commit', '--quiet', '--message=Hello'],
] as const;

/** A step that has to work; says which one did not. */
export const must = (ran: Ran, what: string): Ran => {
  if (ran.code === 0) return ran;
  throw new Fault('deploy/failed', `«${what}» ended with status ${ran.code}.`, { hint: 'The lines above say why.' });
};
