import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Step } from './steps.ts';

export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Runs a step's program (`node`, or one of node_modules/.bin) to its end, or ends it when the signal is aborted. */
export const runStep = async (wish: {
  readonly step: Step;
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}): Promise<Ran> => {
  const { step, root, env, signal } = wish;
  const [name = '', ...parameters] = step.argv;
  const program = name === 'node' ? process.execPath : join(root, 'node_modules/.bin', name);
  const tap = step.kind === 'suite' ? ['--tap'] : [];
  const child = spawn(program, [...tap, ...parameters], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  try {
    const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { status, stdout, stderr };
  } finally {
    signal.removeEventListener('abort', end);
  }
};
