import { spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type RouterProgram = {
  /** The engine's folder; the router's own is `router` in it. */
  readonly folder: string;
  readonly node: { readonly execPath: string; readonly env: Readonly<Record<string, string>> };
};

/**
 * Starts a router process in a session of its own, so that no terminal's Ctrl-C reaches it; it outlives us. Its complaints go
 * to `router/router.log`. `ended` resolves if it ends while we are here.
 */
export const spawnRouter = ({ folder, node }: RouterProgram): { readonly ended: Promise<void> } => {
  const own = join(folder, 'router');
  const log = openLog(join(own, 'router.log'));
  try {
    const child = spawn(node.execPath, [...small, main, folder], {
      cwd: own,
      env: { NODE_COMPILE_CACHE: join(own, 'compiled'), ...node.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    child.unref();
    return {
      ended: new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      }),
    };
  } finally {
    closeSync(log);
  }
};

/** A request's garbage is short-lived: a small nursery costs no time that could be measured, and saves 10 MB after a load. */
const small = ['--max-semi-space-size=2'];
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

const openLog = (path: string): number => {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 1024 * 1024) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
};
