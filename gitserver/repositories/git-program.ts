import { asFault, Fault } from '../../core/index.ts';
import { runProgram } from '../execa.ts';

/** Runs git in one repository. */
export type Git = {
  /** Standard output. Throws a `Fault` when git fails. */
  readonly run: (gitdir: string, args: readonly string[], input?: string) => Promise<Buffer>;
  /** The same without judging the exit status. */
  readonly attempt: (gitdir: string, args: readonly string[], input?: string) => Promise<GitResult>;
};
export type GitResult = { readonly ok: boolean; readonly stdout: Buffer; readonly stderr: string };

export type GitDeps = {
  /** PATH where git is found. */
  readonly searchPath: string;
  /** HOME of git; nothing is read there. */
  readonly home: string;
  readonly childMarker: Readonly<Record<string, string>>;
};

export const createGit = (deps: GitDeps): Git => {
  const env = {
    PATH: deps.searchPath,
    HOME: deps.home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_DEFAULT_REF_FORMAT: 'files',
    ...deps.childMarker,
  };
  const attempt: Git['attempt'] = async (gitdir, args, input) => {
    const options = { env, cwd: '/', timeoutMs: 60_000, ...(input === undefined ? {} : { input }) };
    const result = await runProgram('git', [`--git-dir=${gitdir}`, ...args], options);
    const stderr = result.failure === undefined ? result.stderr : `${result.stderr} (${result.failure})`.trim();
    return { ok: result.exitCode === 0, stdout: result.stdout, stderr };
  };
  return {
    attempt,
    run: async (gitdir, args, input) => {
      const result = await attempt(gitdir, args, input);
      if (!result.ok) throw gitFault(`git ${args[0]}`, gitdir, result.stderr);
      return result.stdout;
    },
  };
};

/** What a failure of git means: a full or read-only disk and a held lock are named; anything else is a damaged repository. */
export const gitFault = (what: string, gitdir: string, stderr: string): Fault => {
  const cause = new Error(stderr);
  if (/No space left on device|Disk quota exceeded/.test(stderr)) return asFault(Object.assign(cause, { code: 'ENOSPC' }));
  // git 2.39 drops the reason when it can't write a lock or an object; a full disk is by far the likeliest.
  if (/couldn't write|unable to write|failed to write|could not close|write error/i.test(stderr)) {
    return new Fault('data/full', 'git could not write: the disk of the data folder is full, or nearly.', {
      hint: 'See its free space with df, free some, then try again; nothing was lost.',
      cause,
    });
  }
  if (/Permission denied|Read-only file system/.test(stderr)) return asFault(Object.assign(cause, { code: 'EACCES' }));
  if (/Unable to create '.*\.lock': File exists/.test(stderr)) {
    return new Fault('data/failed', `${gitdir} is locked by another git.`, {
      hint: 'Try again. If it stays, restart the platform: it removes locks left by a crash.',
      cause,
    });
  }
  if (/timed out|ENOENT|EAGAIN|SIGKILL/.test(stderr)) {
    return new Fault('data/failed', `${what} did not finish in ${gitdir}.`, { hint: 'Try again in a moment.', cause });
  }
  return new Fault('repository/damaged', `${what} failed in ${gitdir}.`, {
    hint: `Look at it with: git --git-dir=${gitdir} fsck`,
    cause,
  });
};
