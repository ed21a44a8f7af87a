import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext, TestFn } from 'ava';
import { type App, Fault, type PlatformEvent, randomWord, type SlugDigest, silentLog } from '../../../core/index.ts';
import { createLocalEngine, type LocalEngine, type LocalEngineDeps } from '../../../reconciler/engines/local/index.ts';
import { type Router, startRouter } from '../../../reconciler/engines/local/router/index.ts';
import type { OpenEngine } from '../../contracts/engine.ts';

export type LocalSubject = OpenEngine & {
  readonly engine: LocalEngine;
  readonly router: Router;
  readonly folder: string;
  readonly events: readonly PlatformEvent[];
  readonly deps: LocalEngineDeps;
  /** Another client of the same folder, as a server that starts. */
  readonly another: () => LocalEngine;
  readonly close: () => Promise<void>;
};

const node = { execPath: process.execPath, env: {} };
const baseEnvironment = { PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`, LANG: 'C.UTF-8' };

/** The local engine with the real keeper and router in a folder of its own. Slugs are plain folders. */
const openLocalEngine = async (options: Partial<LocalEngineDeps> = {}, below = ''): Promise<LocalSubject> => {
  const home = await mkdtemp(join(tmpdir(), 'sl-'));
  const folder = join(home, below, 'engine');
  const slugs = join(home, 'slugs');
  await mkdir(folder, { recursive: true });
  const router = await startRouter({ folder, node, port: 0, log: silentLog });
  const events: PlatformEvent[] = [];
  const deps: LocalEngineDeps = {
    folder,
    treesFolder: join(home, 'trees'),
    slugs: {
      unpack: async (_app, digest, to) => {
        await cp(join(slugs, digest), to, { recursive: true }).catch((error) => {
          throw error.code === 'ENOENT' ? new Fault('slug/not-found', `Slug ${digest} is gone.`) : error;
        });
      },
    },
    router,
    node,
    baseEnvironment,
    stopGraceMs: 1000,
    drainTimeoutMs: 2000,
    startTimeoutMs: 20_000,
    onEvent: (event) => events.push(event),
    log: silentLog,
    now: Date.now,
    ...options,
  };
  const clients: LocalEngine[] = [];
  const another = () => {
    const engine = createLocalEngine(deps);
    clients.push(engine);
    return engine;
  };
  const engine = another();
  return {
    engine,
    router,
    folder,
    events,
    deps,
    another,
    slug: async (files) => {
      const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex') as SlugDigest;
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(slugs, digest, path)), { recursive: true });
        await writeFile(join(slugs, digest, path), content);
      }
      return { digest, sizeBytes: 1 };
    },
    get: async (app, path) => getByHost(await router.port(), app, path),
    scratchFile: async () => {
      const path = join(home, randomWord(8));
      return { path, read: () => readFile(path, 'utf8') };
    },
    close: async () => {
      for (const client of clients.slice(0, -1)) await client.stop();
      await clients.at(-1)?.shutdown();
      await router.shutdown();
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
};

/** The same for one test. */
export const openForTest = async (
  t: ExecutionContext<unknown>,
  options: Partial<LocalEngineDeps> = {},
  below = '',
): Promise<LocalSubject> => {
  const subject = await openLocalEngine(options, below);
  t.teardown(subject.close);
  return { ...subject, disposable: true };
};

/** One for all tests of a file. */
export const shareLocalEngine = (test: TestFn<unknown>, options: Partial<LocalEngineDeps> = {}): (() => LocalSubject) => {
  let subject: LocalSubject | undefined;
  test.before(async () => {
    subject = await openLocalEngine(options);
  });
  test.after.always(async () => subject?.close());
  return () => {
    if (subject === undefined) throw new Error('the local engine did not open');
    return subject;
  };
};

const getByHost = (port: number, { name }: App, path: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, headers: { host: `${name}.localhost` }, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
