import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';

export type GitRun = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

export type GitOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Called with each piece of standard error as it comes. */
  readonly onStderr?: (text: string) => void;
  /** Aborted: git and what it started are killed at once, as by a closed laptop. */
  readonly signal?: AbortSignal;
};

export type Git = (args: readonly string[], options?: GitOptions) => Promise<GitRun>;

/** The real git client in an environment of its own: `folder` is HOME and the folder it runs in; no settings of this machine apply. Never rejects for an exit code. */
export const createGit = (folder: string): Git => {
  mkdirSync(folder, { recursive: true });
  return async (args, { cwd = folder, env = {}, input, onStderr, signal } = {}) => {
    const child = spawn('git', args, { cwd, env: { ...environment(folder), ...env }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const kill = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    signal?.addEventListener('abort', kill);
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
      onStderr?.(text);
    });
    // git may end without reading all of its input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const [exitCode] = await once(child, 'close');
    signal?.removeEventListener('abort', kill);
    return { exitCode, ...output };
  };
};

const environment = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: home,
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
});
