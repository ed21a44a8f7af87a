import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { platformEnvironment } from './platform-environment.ts';

const root = join(import.meta.dirname, '..', '..');

export type PlatformOptions = {
  /** The data folder. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another entry than main.ts, for fault injection. */
  readonly entry?: string;
};

/** A real platform in processes of its own, on free ports, as `npm start` runs it. */
export type RunningPlatform = {
  readonly home: string;
  readonly url: string;
  readonly routerUrl: string;
  readonly pid: number;
  /** Everything the server has printed so far. */
  readonly output: () => string;
  /** Resolves with the exit code or signal when the server process is gone. */
  readonly gone: Promise<string>;
  /** kill -9 of the server alone: keeper, router and replicas live on. */
  readonly kill: () => Promise<void>;
  /** As Ctrl-C: stops replicas, router, keeper and server. */
  readonly stop: () => Promise<void>;
};

/** Starts the platform and waits for its ready line. Rejects with what it printed when it ends before that. */
export const startPlatform = async (options: PlatformOptions): Promise<RunningPlatform> => {
  const child = spawn(process.execPath, [options.entry ?? join(root, 'main.ts')], {
    cwd: root,
    env: { ...(await platformEnvironment(options.home)), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => (output += chunk));
  child.stdout.on('data', (chunk) => (output += chunk));
  const gone = once(child, 'close').then(([code, signal]) => String(signal ?? code));
  const ready = await Promise.race([
    readyLine(child),
    gone.then((end) => Promise.reject(new Error(`the platform ended (${end}):\n${output}`))),
  ]);
  return {
    home: options.home,
    ...ready,
    pid: child.pid as number,
    output: () => output,
    gone,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      child.kill('SIGINT');
      await gone;
    },
  };
};

/** `Sluice is ready: API and git at URL, apps at URL` */
const readyLine = async (child: ChildProcess): Promise<{ url: string; routerUrl: string }> => {
  if (child.stdout === null) throw new Error('no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /API and git at (\S+), apps at http:\/\/<app>\.localhost:(\d+)/.exec(line);
    if (match?.[1] !== undefined) return { url: match[1], routerUrl: `http://127.0.0.1:${match[2]}` };
  }
  return await new Promise(() => {}); // its end is told by `gone`, with all it printed
};

/** Makes an account as the operator of the machine does. */
export const createAccount = async (platform: RunningPlatform, email: string): Promise<{ email: string; key: string }> => {
  const token = (await readFile(join(platform.home, 'keys', 'operator.token'), 'utf8')).trim();
  const response = await fetch(`${platform.url}/api/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  if (response.status !== 201) throw new Error(`no account: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { data: { email: string; key: string } }).data;
};
