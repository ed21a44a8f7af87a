import { join } from 'node:path';
import { Fault } from '../../core/index.ts';
import { type Exit, runProgram } from '../run/run-program.ts';
import type { Buildpack, BuildpackSession } from './buildpack-session.ts';

export type Script = {
  readonly name: 'detect' | 'compile' | 'release';
  readonly args: readonly string[];
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
};

/** Sources every argument before `--`, then becomes what follows. */
const sourceThenRun = 'while [ "$1" != -- ]; do . "$1"; shift; done; shift; exec "$@"';

/** Runs one script of a buildpack's `bin/`, after the `export` files of the buildpacks before it. Throws `build/failed` where it can't be started. */
export const runScript = async (session: BuildpackSession, buildpack: Buildpack, script: Script): Promise<Exit> => {
  const { tree: folder, environment, exports, signal } = session;
  const { stdout, stderr } = script;
  const file = join(buildpack.folder, 'bin', script.name);
  const sourced = ['--noprofile', '--norc', '-c', sourceThenRun, 'buildpack', ...exports, '--', file, ...script.args];
  const command = exports.length === 0 ? { file, args: script.args } : { file: '/bin/bash', args: sourced };
  try {
    return await runProgram({ ...command, folder, environment, stdout, stderr }, signal);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new Fault('build/failed', `bin/${script.name} of the buildpack «${buildpack.name}» can't be run (${code}).`, {
      hint: `Check that it is there, executable (git update-index --chmod=+x) and begins with a #! line that names a program of this machine.`,
      cause: error,
    });
  }
};

/** How a script ended, in words. */
export const describeExit = ({ code, signal }: Exit): string => (signal === null ? `exited with ${code}` : `was killed by ${signal}`);
