import { dirname, join } from 'node:path';
import { acquireFolder, createApi, createAuthoriseGit, createRecords, loadOperatorToken, openDatabase } from './api/index.ts';
import { createBuilder, createFileSlugStore, inheritedByBuilds } from './builder/index.ts';
import { type AppName, asFault, type Control, type Log } from './core/index.ts';
import { createGitTransport, createKeyRing, createRepositories, obtainSops } from './gitserver/index.ts';
import { createLocalEngine, createReconciler, type ReconcilerDeps, startRouter } from './reconciler/index.ts';
import type { Settings } from './settings.ts';
import { programEnvironment, replicaEnvironment, searchPathOf } from './wiring/environments.ts';
import { firstSteps } from './wiring/first-steps.ts';
import { namingHolder } from './wiring/name-holder.ts';
import { listenAgain } from './wiring/ports-file.ts';
import { probePort } from './wiring/probe-port.ts';
import { createStack } from './wiring/stack.ts';
import { createUnpack } from './wiring/unpack.ts';

export type PlatformDeps = {
  readonly settings: Settings;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Progress for the person who starts it. */
  readonly say: (line: string) => void;
  readonly log: Log;
  /** Aborts a start in progress. */
  readonly signal: AbortSignal;
  /** For fault injection: wraps what the protocol acts through. */
  readonly wrap?: (deps: ReconcilerDeps) => ReconcilerDeps;
};

export type Platform = {
  readonly url: string;
  /** The line that says that it is up, and where. */
  readonly ready: string;
  /** What to type for an account, where there is none yet. */
  readonly firstSteps: readonly string[];
  readonly operatorTokenFile: string;
  /** Resolves when every app stands again after the start. */
  readonly recovered: Promise<void>;
  readonly knowsApp: (name: string) => Promise<boolean>;
  readonly addressesOf: (name: string) => Promise<readonly string[]>;
  /** The server alone: router, keeper and apps go on. */
  readonly stop: () => Promise<void>;
  /** Everything, saying what has stopped. */
  readonly shutdown: (say: (line: string) => void) => Promise<void>;
};

/** Wires the rooms together by hand and starts them in order; what was started is stopped in the opposite order. */
export const startPlatform = async (deps: PlatformDeps): Promise<Platform> => {
  const started = createStack(deps.log);
  try {
    return await start(deps, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
};

const start = async (
  { settings, env, say, log, signal, wrap = (deps) => deps }: PlatformDeps,
  started: ReturnType<typeof createStack>,
): Promise<Platform> => {
  const { home } = settings;
  const at = (...parts: readonly string[]) => join(home, ...parts);
  const templates = join(import.meta.dirname, 'templates');
  const marker = { SLUICE_CHILD_OF: home };
  const searchPath = searchPathOf(env);
  const now = Date.now;

  const folder = await acquireFolder(home);
  started.add('data folder', async () => folder.release());
  const sops = await obtainSops({ env, cacheFolder: at('tools'), say, signal });
  const database = await openDatabase({ file: at('sluice.db') });
  started.add('database', database.close);
  const operatorToken = await loadOperatorToken(home);

  const keys = await createKeyRing({ folder: at('keys'), store: database.appKeys });
  const cache = { get: database.versions.load, set: database.versions.save };
  const repositories = await createRepositories({
    root: at('repos'),
    templates,
    searchPath,
    sops: { path: sops },
    keys,
    cache,
    childMarker: marker,
    log,
    now,
  });

  // Asked before router and keeper are started, so that a start that can't work leaves neither behind.
  await probePort(settings).catch(async (error) => {
    throw await namingHolder(error, settings.port);
  });
  const slugs = createFileSlugStore({ folder: at('slugs'), now });
  const node = { execPath: process.execPath, env: programEnvironment(env, home) };
  const router = await startRouter({ folder: at('engine'), host: settings.host, port: settings.routerPort, node, log });
  started.add('router', router.stop);
  const engine = createLocalEngine({
    folder: at('engine'),
    treesFolder: at('trees'),
    slugs: { unpack: createUnpack(slugs) },
    router,
    ports: settings.replicaPorts,
    startTimeoutMs: settings.startTimeoutMs,
    node,
    baseEnvironment: replicaEnvironment(env),
    onEvent: (event) => void database.events.append(event).catch((error) => log.error('an event could not be logged', { error })),
    log,
    now,
  });
  started.add('engine', engine.stop);
  const builder = createBuilder({
    slugs,
    cacheFolder: at('cache'),
    workFolder: at('builds'),
    keepTree: engine.trees.keep,
    nodePath: dirname(process.execPath),
    inherited: inheritedByBuilds(env),
    log,
    now,
  });
  await builder.sweep();
  const limits = { deadlineMs: settings.deadlineMs };
  const reconciler = createReconciler(
    wrap({ repositories, engine, slugs, build: builder.build, records: createRecords(database), log, now, limits }),
  );
  started.add('reconciler', async () => reconciler.stop());

  const control: Control = {
    ...reconciler.control,
    destroy: async (app, by) => {
      await reconciler.control.destroy(app, by);
      await slugs.destroy(app.id);
      await builder.destroy(app.id);
    },
  };
  const authorise = createAuthoriseGit(database);
  const git = createGitTransport({
    authorise,
    repositoryPath: repositories.repositoryPath,
    receive: reconciler.receive,
    log,
    folders: { run: at('repos') },
    childMarker: marker,
    searchPath,
  });
  const api = await createApi({
    database,
    control,
    replicas: engine.replicas,
    addresses: engine.addresses,
    logs: engine.logs,
    git,
    log,
    now,
    operatorToken,
  });
  const { recovered } = await reconciler.start();
  const listen = (port: number) => api.listen({ host: settings.host, port });
  const port = await listenAgain({ home, wanted: settings.port, listen }).catch(async (error) => {
    throw await namingHolder(error, settings.port);
  });
  started.add('api', api.stop);
  started.add('git', git.stop);

  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  const find = async (name: string) => database.apps.byName(name as AppName);
  return {
    url,
    ready: `Sluice is ready: API and git at ${url}, apps at http://<app>.localhost:${await router.port()}`,
    firstSteps: (await database.apps.all()).length > 0 ? [] : firstSteps({ root: import.meta.dirname, home, url }),
    operatorTokenFile: at('keys', 'operator.token'),
    recovered,
    knowsApp: async (name) => (await find(name)) !== undefined,
    addressesOf: async (name) => {
      const app = await find(name);
      return app === undefined ? [] : [...(await engine.addresses(app))].reverse();
    },
    stop: started.stop,
    shutdown: async (tell) => {
      tell('Stopping router...');
      await router.shutdown().catch((error) => tell(asFault(error).message));
      tell('Stopping replicas...');
      await engine.shutdown();
      tell('Stopping server...');
      await started.stop();
    },
  };
};
