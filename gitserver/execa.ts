import { execa } from 'execa';

export type RunOptions = {
  /** The whole environment of the child. Nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  /** Default: 20,000. */
  readonly timeoutMs?: number;
  /** Most bytes of standard output taken; more counts as a failure. Default: 64 MiB. */
  readonly maxOutputBytes?: number;
};
/** `failure`: why there is no exit code (not found, timed out, killed), where that is so. */
export type RunResult = {
  readonly exitCode: number | undefined;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly failure?: string;
};

/**
 * Runs a program with an argument array (never a shell) and a built environment, in a process group of its own, so that
 * neither a Ctrl-C on the terminal nor the end of this process cuts a ref transaction in two. Doesn't throw for a failed program.
 */
export const runProgram = async (file: string, args: readonly string[], options: RunOptions): Promise<RunResult> => {
  const result = await execa(file, args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    encoding: 'buffer',
    stripFinalNewline: false,
    reject: false,
    detached: true,
    cleanup: false,
    timeout: options.timeoutMs ?? 20_000,
    killSignal: 'SIGKILL',
    maxBuffer: { stdout: options.maxOutputBytes ?? 64 * 1024 * 1024, stderr: 256 * 1024 },
  });
  const stderr = Buffer.from(result.stderr).toString('utf8').trim();
  const stdout = Buffer.from(result.stdout.buffer, result.stdout.byteOffset, result.stdout.byteLength);
  if (result.failed && (result.exitCode === undefined || result.isMaxBuffer)) {
    return { exitCode: undefined, stdout, stderr, failure: reasonOf(result) };
  }
  return { exitCode: result.exitCode, stdout, stderr };
};

const reasonOf = (result: {
  timedOut?: boolean;
  isMaxBuffer?: boolean;
  signal?: string | undefined;
  code?: string | undefined;
}): string => {
  if (result.timedOut) return 'timed out';
  if (result.isMaxBuffer) return 'printed too much';
  return result.code ?? result.signal ?? 'could not be started';
};
