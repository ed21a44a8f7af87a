import { mkdir } from 'node:fs/promises';
import type { App, AppId, Desired, Log, PlatformEvent, SlugDigest } from '../../../core/index.ts';
import type { Can, Engine } from '../../engine.ts';
import { adoptKept } from './adopt.ts';
import { createApply } from './apply.ts';
import { checkDesired } from './check.ts';
import type { Context, Limits } from './context.ts';
import { destroyApp, slugsOf } from './destroy.ts';
import { examine } from './doctor/examine.ts';
import { heal } from './heal.ts';
import { logFolder } from './logs/files.ts';
import { createNotes } from './logs/notes.ts';
import { readLogs } from './logs/read-logs.ts';
import { createObservers } from './observers.ts';
import { openContext } from './open-context.ts';
import { differences } from './plan.ts';
import { presentOf } from './present.ts';
import { routeOf } from './route.ts';
import type { RouterControl } from './router-control.ts';
import { runOnce } from './run.ts';
import { createTrees } from './trees.ts';
import { viewReplicas } from './view.ts';
import { wantedOf } from './wanted.ts';

export type LocalEngineDeps = Partial<Limits> & {
  /** `engine/` in the data folder. */
  readonly folder: string;
  readonly treesFolder: string;
  readonly slugs: { readonly unpack: (app: AppId, digest: SlugDigest, folder: string, signal: AbortSignal) => Promise<void> };
  readonly router: RouterControl;
  /** For replicas; outside the range the system takes ports from by itself. Default: 20000 to 29999. */
  readonly ports?: { readonly from: number; readonly to: number };
  /** What runs the keeper, and the whole environment it gets. */
  readonly node: { readonly execPath: string; readonly env: Readonly<Record<string, string>> };
  /** What every replica gets of the server's environment: PATH, LANG and the like. */
  readonly baseEnvironment: Readonly<Record<string, string>>;
  /** Host names an app answers to. Default: `<name>.localhost`. */
  readonly hosts?: (app: App) => readonly string[];
  readonly onEvent: (event: PlatformEvent) => void;
  readonly log: Log;
  readonly now: () => number;
};

export type LocalEngine = Engine & {
  readonly trees: {
    /** Takes a tree that was just built and packed as `digest`, so that it needs no unpacking. The folder is gone afterwards. */
    readonly keep: (digest: SlugDigest, folder: string) => Promise<void>;
  };
  /** Lets go: replicas live on, rollouts go on when they are applied again. */
  readonly stop: () => Promise<void>;
  /** Stops all replicas and the keeper, then as `stop`. What is applied stays known. */
  readonly shutdown: () => Promise<void>;
};

const can: Can = { hot: false, canary: false, exec: false, forward: false };

/** The engine of this machine. Nothing happens before the first call. */
export const createLocalEngine = (deps: LocalEngineDeps): LocalEngine => {
  const { folder, treesFolder, slugs, log, now } = deps;
  const trees = createTrees({ folder: treesFolder, unpack: slugs.unpack, now });
  const notes = createNotes({ folder, now });
  const letGo = new AbortController();
  let opening: Promise<Opened> | undefined;

  const open = (): Promise<Opened> => {
    opening ??= openEngine().catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const openEngine = async (): Promise<Opened> => {
    letGo.signal.throwIfAborted();
    const observers = createObservers((app) => ({ app, replicas: viewReplicas(context, app) }));
    const replaced = () => {
      log.error('the keeper was killed, and all replicas with it; what is live is started again');
      for (const { app } of context.live.values()) context.inBackground('healing', heal(context, app, ordered));
    };
    const context: Context = await openContext({ deps, trees, changed: observers.changed, replaced, stopping: letGo.signal });
    const { ordered, ...changes } = createApply(context);
    await adoptKept(context);
    context.inBackground('sweeping trees', trees.sweep(slugsOf(context, () => true)));
    return { context, observers, ...changes };
  };

  const close = async (how: (context: Context) => Promise<void>): Promise<void> => {
    letGo.abort(new Error('the local engine was stopped'));
    notes.flush();
    const opened = await opening?.catch(() => undefined); // what never opened needs no closing
    if (opened !== undefined) await how(opened.context);
  };

  return {
    can,
    doctor: () => examine({ folder, environment: deps.baseEnvironment, keeper: async () => (await open()).context.keeper.connect() }),
    ensure: async (app) => {
      const { context } = await open();
      await mkdir(logFolder(folder, app.id), { recursive: true, mode: 0o700 });
      const hosts = context.hosts(app);
      if ((await routeOf(context, app)) === undefined) await deps.router.set({ app: app.id, hosts, port: 0, backends: [] });
    },
    check: async (desired) => checkDesired(desired),
    diff: async (desired) => {
      const { context } = await open();
      rememberLive(context, desired);
      return differences(wantedOf(desired, context.identity.key), presentOf(context, desired.app));
    },
    prepare: async ({ app, release }, signal) => {
      await open();
      if (release !== undefined) await trees.prepare(app.id, release.slug.digest, signal);
    },
    apply: async (desired, options) => (await open()).apply(desired, options),
    observe: async function* (signal) {
      const { context, observers } = await open();
      yield* observers.observe(
        [...context.intents.all()].map(({ app }) => app.id),
        signal,
      );
    },
    replicas: async (app) => viewReplicas((await open()).context, app),
    run: async (desired, options, signal) => runOnce((await open()).context, desired, options, signal),
    logs: (app, query, signal) => {
      notes.flush();
      return readLogs(logFolder(folder, app), query, signal);
    },
    note: (app, line) => notes.add(app, line),
    adopt: async () => void (await open()),
    applied: async (app) => {
      const last = (await open()).context.intents.get(app)?.last;
      return last === undefined ? undefined : { deploy: last.deploy, commit: last.commit };
    },
    addresses: async (app) => {
      const { context } = await open();
      const route = await routeOf(context, app);
      const shared = await deps.router.port();
      const own = route === undefined ? [] : [`http://127.0.0.1:${route.port}`];
      return [...context.hosts(app).map((host) => `http://${host}:${shared}`), ...own];
    },
    destroy: async (app) => {
      const { context, exclusively } = await open();
      await exclusively(app, () => destroyApp(context, app));
      log.info('an app was removed from the local engine', { app: app.name });
    },
    trees: { keep: trees.keep },
    stop: () => close(async ({ keeper }) => keeper.disconnect()),
    shutdown: () => close(({ keeper, limits }) => keeper.close(limits.stopGraceMs)),
  };
};

type Opened = { readonly context: Context; readonly observers: ReturnType<typeof createObservers> } & Omit<
  ReturnType<typeof createApply>,
  'ordered'
>;

/** Whoever asks what differs from what is applied tells us its environment, too: all that is needed to start it anew later. */
const rememberLive = (context: Context, desired: Desired): void => {
  const last = context.intents.get(desired.app.id)?.last;
  if (last?.commit === desired.commit && last.outcome?.kind === 'live') context.live.set(desired.app.id, desired);
};
