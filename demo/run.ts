import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Run = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Given on standard input. */
  readonly input?: string;
  /** Gets each line of both outputs as it comes. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export type Ran = { readonly code: number; readonly stdout: string };

/** Runs a program as a person would, showing what it prints. Resolves with its exit code, whatever it is. */
export const run = async ({ file, args, cwd, env, input, say, signal }: Run): Promise<Ran> => {
  const child = spawn(file, args, { cwd, env, signal, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {}); // a program that reads nothing may be gone before the input is written
  child.stdin.end(input);
  let stdout = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout += `${line}\n`;
    say(line);
  });
  createInterface({ input: child.stderr }).on('line', say);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  return { code, stdout };
};
