import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { markName } from './marked.ts';
import type { Start } from './protocol.ts';
import { createLineSplitter } from './split-lines.ts';

export type Ended = { readonly code?: number; readonly signal?: string; readonly error?: string };

/** How long to wait for the last output of a process that has ended: a descendant may hold its pipes for ever. */
const lastOutputMs = 200;

/**
 * Starts a process as leader of a session and group of its own. `lines` gets its output in whole lines; `ended` is called once,
 * after the last of them. Undefined where it could not be started at all.
 */
export const runProcess = (
  start: Start,
  mark: string,
  on: { readonly lines: (lines: string[]) => void; readonly exit: () => void; readonly ended: (how: Ended) => void },
): number | undefined => {
  let child: ChildProcess;
  try {
    mkdirSync(start.scratch, { recursive: true, mode: 0o700 });
    child = spawn(start.file, start.args, {
      cwd: start.cwd,
      env: { ...start.env, [markName]: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
  } catch (error) {
    // Thrown for E2BIG and the like, emitted for ENOENT. Its message may quote arguments: the code alone is told.
    queueMicrotask(() => on.ended({ error: codeOf(error) }));
    return undefined;
  }
  let over = false;
  let how: Ended = { error: 'unknown' };
  const finish = () => {
    if (over) return;
    over = true;
    on.ended(how);
  };
  for (const stream of [child.stdout, child.stderr]) {
    const splitter = createLineSplitter();
    stream?.on('data', (chunk: Buffer) => on.lines(splitter.push(chunk)));
    stream?.on('end', () => on.lines(splitter.end()));
    stream?.on('error', () => stream.destroy());
  }
  child.once('error', (error) => {
    how = { error: codeOf(error) };
    finish();
  });
  child.once('exit', (code, name) => {
    how = name === null ? { code: code ?? 0 } : { signal: name };
    on.exit();
    setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      finish();
    }, lastOutputMs).unref();
  });
  child.once('close', finish);
  return child.pid;
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
