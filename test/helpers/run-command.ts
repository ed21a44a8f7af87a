import { PassThrough, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { type Input, type Io, runCli, type Screen } from '../../tui/index.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export const sluiceProgram = fileURLToPath(new URL('../../bin/sluice', import.meta.url));

/** The standard streams of a command in this process: what it wrote, as text. */
export const createStreams = (options: { readonly terminal?: boolean; readonly input?: string } = {}) => {
  const terminal = options.terminal === true ? { isTTY: true, columns: 100 } : {};
  const collect = () => {
    const written: Buffer[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        written.push(Buffer.from(chunk));
        done();
      },
    });
    return { stream: Object.assign(stream, terminal) as Screen, text: () => Buffer.concat(written).toString('utf8') };
  };
  const typed = new PassThrough();
  if (options.input !== undefined) typed.end(options.input);
  const stdin: Input = options.terminal === true ? Object.assign(typed, { isTTY: true, setRawMode: () => typed }) : typed;
  return { stdin, typed, out: collect(), err: collect() };
};

export type Run = {
  /** The server: with it go the variables that sign `me@example.org` in with the key `k-123`. */
  readonly url?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  readonly signal?: AbortSignal;
};

/** Runs one command line in this process, with a home of its own. */
export const runCommand = async (t: ExecutionContext<unknown>, argv: readonly string[], run: Run = {}) => {
  const streams = createStreams({ input: run.input ?? '' });
  const code = await runCli(argv, await createIo(t, streams, run));
  return { code, stdout: streams.out.text(), stderr: streams.err.text() };
};

export const createIo = async (t: ExecutionContext<unknown>, streams: ReturnType<typeof createStreams>, run: Run): Promise<Io> => {
  const home = await temporaryDirectory(t);
  return {
    env: { ...cleanEnvironment(home), ...signedIn(run.url), ...run.env },
    cwd: run.cwd ?? home,
    platform: process.platform,
    program: sluiceProgram,
    stdin: streams.stdin,
    stdout: streams.out.stream,
    stderr: streams.err.stream,
    signal: run.signal ?? new AbortController().signal,
    now: Date.now,
  };
};

/** What a command needs of the environment, and nothing of the person's own. */
export const cleanEnvironment = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CEILING_DIRECTORIES: '/tmp',
});

export const signedIn = (url: string | undefined): Record<string, string> =>
  url === undefined ? {} : { SLUICE_URL: url, SLUICE_EMAIL: 'me@example.org', SLUICE_API_KEY: 'k-123' };
