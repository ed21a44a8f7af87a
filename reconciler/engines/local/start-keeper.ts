import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type KeeperProgram = {
  readonly folder: string;
  readonly engine: string;
  readonly ports: { readonly from: number; readonly to: number };
  readonly node: { readonly execPath: string; readonly env: Readonly<Record<string, string>> };
};

const main = fileURLToPath(new URL('./keeper/main.ts', import.meta.url));
/** It allocates little and lives long: small heaps cost it nothing. */
const small = ['--max-semi-space-size=1', '--max-old-space-size=128'];

/**
 * Starts a keeper in the engine's folder, in a session of its own so that no terminal's Ctrl-C reaches it. Its output goes to keeper.log.
 * Gives whether it has ended again: the folder's former keeper may have been there still.
 */
export const startKeeper = ({ folder, engine, ports, node }: KeeperProgram): (() => boolean) => {
  const log = openSync(join(folder, 'keeper.log'), 'a', 0o600);
  try {
    const child = spawn(node.execPath, [...small, main, engine, String(ports.from), String(ports.to)], {
      cwd: folder,
      // A start from compiled sources needs no type stripper: a third of the memory, for as long as it lives.
      env: { NODE_COMPILE_CACHE: join(folder, 'compiled'), ...node.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    let ended = false;
    const end = () => {
      ended = true;
    };
    child.once('exit', end);
    child.once('error', end);
    child.unref();
    return () => ended;
  } finally {
    closeSync(log);
  }
};
