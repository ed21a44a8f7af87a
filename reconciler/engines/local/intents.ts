import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type App, type AppId, type DeployId, isAppId, type Log, type SlugDigest, type Stamp } from '../../../core/index.ts';
import { syncFolder, writeFileAtomic } from '../../../system/index.ts';
import type { RolloutOutcome } from '../../engine.ts';

/** One accepted apply. `errored` is no outcome here: such a rollout is taken up again under the same deploy id. */
export type Applied = {
  readonly deploy: DeployId;
  readonly commit: string;
  readonly version: number;
  readonly at: number;
  readonly slug?: SlugDigest;
  readonly stamps: Readonly<Record<string, Stamp>>;
  /** Keys of the replicas that serve, once live. */
  readonly replicas: readonly string[];
  readonly outcome?: RolloutOutcome;
};

/** What the engine has promised for an app: `<folder>/apps/<app id>.json`. Holds no secret. */
export type Intent = {
  readonly sluice: 1;
  readonly app: App;
  readonly last: Applied;
  /** The ones before, newest first. */
  readonly past: readonly Applied[];
};

const remembered = 20;

export type Intents = ReturnType<typeof createIntents>;

/** Intent files, mirrored in memory. A change is durable when its promise resolves. */
export const createIntents = ({ folder, log }: { readonly folder: string; readonly log: Log }) => {
  const intents = new Map<AppId, Intent>();
  const pathOf = (app: AppId) => join(folder, `${app}.json`);
  // The app is then unknown here: what runs of it stops, and its next apply starts it anew. Other apps are not held up.
  const setAside = async (path: string): Promise<void> => {
    log.error('an intent file is damaged and was set aside; its app is started anew', { path: `${path}.damaged` });
    await rename(path, `${path}.damaged`);
  };
  const write = async (intent: Intent): Promise<void> => {
    await writeFileAtomic(pathOf(intent.app.id), `${JSON.stringify(intent, undefined, 2)}\n`, { mode: 0o600 });
    intents.set(intent.app.id, intent);
  };

  return {
    load: async (): Promise<void> => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(folder)) {
        if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
        if (!name.endsWith('.json')) continue;
        const intent = parseIntent(await readFile(join(folder, name), 'utf8'));
        if (intent !== undefined) intents.set(intent.app.id, intent);
        else await setAside(join(folder, name));
      }
    },
    all: (): Iterable<Intent> => intents.values(),
    get: (app: AppId): Intent | undefined => intents.get(app),
    /** The accepted apply of a deploy id, as far back as is remembered. */
    find: (app: AppId, deploy: DeployId): Applied | undefined => {
      const intent = intents.get(app);
      return intent === undefined ? undefined : [intent.last, ...intent.past].find((one) => one.deploy === deploy);
    },
    /** A new apply becomes the last; an unfinished one before it is superseded by it. */
    accept: async (app: App, next: Applied): Promise<void> => {
      const before = intents.get(app.id);
      const past = before === undefined ? [] : [before.last, ...before.past];
      const ended = past.map(
        (one): Applied => (one.outcome === undefined ? { ...one, outcome: { kind: 'superseded', by: next.deploy } } : one),
      );
      await write({ sluice: 1, app, last: next, past: ended.slice(0, remembered) });
    },
    /** How the last apply ended. No effect where another one has taken its place. */
    end: async (app: AppId, deploy: DeployId, outcome: RolloutOutcome, replicas: readonly string[]): Promise<void> => {
      const intent = intents.get(app);
      if (intent?.last.deploy === deploy) await write({ ...intent, last: { ...intent.last, replicas, outcome } });
    },
    remove: async (app: AppId): Promise<void> => {
      await rm(pathOf(app), { force: true });
      await syncFolder(folder);
      intents.delete(app);
    },
  };
};

/** Reads an intent file. Undefined for anything that this program did not write. */
export const parseIntent = (text: string): Intent | undefined => {
  let value: Partial<Intent> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isApplied = (one: Partial<Applied> | null | undefined): boolean =>
    typeof one?.deploy === 'string' && typeof one.commit === 'string' && Array.isArray(one.replicas);
  const { sluice, app, last, past } = value ?? {};
  if (sluice !== 1 || typeof app?.id !== 'string' || !isAppId(app.id)) return undefined;
  return isApplied(last) && Array.isArray(past) && past.every(isApplied) ? (value as Intent) : undefined;
};
