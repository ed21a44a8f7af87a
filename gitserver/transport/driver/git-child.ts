import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex, Readable, Writable } from 'node:stream';

/** How a git child ended. `complaint`: what it wrote to standard error, at most 8 KiB. */
export type GitEnd = { readonly ok: boolean; readonly how: string; readonly complaint: string };

export type GitChild = {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** The extra descriptors, from 3 on: both ends can read and write. */
  readonly descriptors: readonly Duplex[];
  /** Ends the process group: asked at first, forced after a second. */
  readonly kill: () => void;
  /** Ends its input, upon which a git that still reads gives up and tidies up (killed, it leaves its quarantine); killed after a second. */
  readonly hangUp: () => void;
  readonly ended: Promise<GitEnd>;
};

export type GitStart = {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly descriptors?: number;
};

/** Starts git as the leader of a process group. Rejects where the system can't start it. */
export const startGit = async ({ args, environment, descriptors = 0 }: GitStart): Promise<GitChild> => {
  const child = spawn('git', args, {
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...Array.from({ length: descriptors }, () => 'pipe' as const)],
  });
  // A pipe breaks when git ends before all is said: how it ended tells the story, and `ended` tells that.
  for (const stream of child.stdio ?? []) stream?.on('error', () => {});
  await once(child, 'spawn');
  const [stdin, stdout, stderr, ...extra] = child.stdio as unknown as [Writable, Readable, Readable, ...Duplex[]];
  const complaint = collect(stderr);
  const kill = createGroupKill(child);
  child.once('exit', () => {
    for (const stream of extra) stream.destroy();
  });
  const ended = once(child, 'close').then(([code, signal]) => ({
    ok: code === 0,
    how: signal === null ? `exit ${code}` : String(signal),
    complaint: complaint(),
  }));
  const hangUp = () => {
    stdin.destroy();
    const late = setTimeout(kill, 1000);
    child.once('exit', () => clearTimeout(late));
  };
  return { stdin, stdout, descriptors: extra, kill, hangUp, ended };
};

const collect = (stderr: Readable): (() => string) => {
  let text = '';
  stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < 8192) text = (text + chunk).slice(0, 8192);
  });
  return () => text.trim();
};

const createGroupKill = (child: ChildProcess) => {
  let isKilled = false;
  return () => {
    if (isKilled || child.exitCode !== null || child.signalCode !== null) return;
    isKilled = true;
    signalGroup(child, 'SIGTERM');
    const force = setTimeout(() => signalGroup(child, 'SIGKILL'), 1000);
    // What is left of the group when its leader has gone (a hook that ignores the first signal) goes too.
    child.once('exit', () => {
      clearTimeout(force);
      signalGroup(child, 'SIGKILL');
    });
  };
};

const signalGroup = ({ pid }: ChildProcess, signal: NodeJS.Signals) => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Nobody is left in the group.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
