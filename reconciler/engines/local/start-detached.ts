import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

export type DetachedProgram = {
  /** Its own folder: working folder, and where its log and compiled sources are. */
  readonly folder: string;
  /** Name of the file in its folder that takes what it prints. Not rotated here. */
  readonly log: string;
  readonly node: { readonly execPath: string; readonly env: Readonly<Record<string, string>> };
  /** Options of Node, the program's first file, and its parameters. */
  readonly args: readonly string[];
};

/**
 * Starts a program of ours that outlives us, in a session of its own so that no terminal's Ctrl-C reaches it.
 * Gives whether it has ended again while we are here.
 */
export const startDetached = ({ folder, log, node, args }: DetachedProgram): (() => boolean) => {
  const output = openSync(join(folder, log), 'a', 0o600);
  try {
    const child = spawn(node.execPath, args, {
      cwd: folder,
      // A start from compiled sources needs no type stripper: a third of the memory, for as long as it lives.
      env: { NODE_COMPILE_CACHE: join(folder, 'compiled'), ...node.env },
      stdio: ['ignore', output, output],
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
    closeSync(output);
  }
};
