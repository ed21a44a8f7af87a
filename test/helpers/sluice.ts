import { spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', '..', 'bin', 'sluice');

export type Ran = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };
export type Sluice = (args: readonly string[], options?: { readonly cwd?: string; readonly input?: string }) => Promise<Ran>;

/** The real command line, with settings and a home of the test's own. */
export const runSluice =
  ({ config, url, folder }: { readonly config: string; readonly url: () => string; readonly folder: string }): Sluice =>
  async (args, { cwd = folder, input } = {}) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      env: {
        PATH: process.env['PATH'] ?? '/usr/bin:/bin',
        HOME: folder,
        LANG: 'C.UTF-8',
        SLUICE_CONFIG: config,
        SLUICE_URL: url(),
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.stdin.on('error', () => {}); // it may end without reading
    child.stdin.end(input);
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve(code ?? 1));
    });
    return { exitCode, stdout, stderr };
  };
