import { execFile } from 'node:child_process';
import type { Io, Variables } from './io.ts';

export type GitResult = { readonly ok: boolean; readonly stdout: string; readonly stderr: string };

/** Runs git in the current folder with an argument array and an environment of what git itself reads. Never throws: `ok` is the verdict. */
export const git = (io: Pick<Io, 'cwd' | 'env'>, args: readonly string[]): Promise<GitResult> =>
  new Promise((resolve) => {
    execFile('git', args, { cwd: io.cwd, env: gitEnvironment(io.env), timeout: 10_000 }, (error, stdout, stderr) =>
      resolve({ ok: error === null, stdout, stderr }),
    );
  });

const gitEnvironment = (env: Variables): Record<string, string> => {
  const passed = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && /^(GIT_.*|PATH|HOME|USERPROFILE|XDG_CONFIG_HOME|TMPDIR|SystemRoot)$/i.test(entry[0]),
  );
  return { ...Object.fromEntries(passed), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
};
