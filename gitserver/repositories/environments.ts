import { type AppId, type Environment, Fault, type Oid } from '../../core/index.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { applyChange, type EnvironmentChange, type Sops } from '../sops/run.ts';
import { createBoundedMap } from './bounded-map.ts';
import { envFileName, parseEnvFile } from './env-file.ts';
import { unreadable } from './unreadable.ts';

/** Decrypted environments, in memory only, by the blob id of the env.yaml they stand in. */
export type Environments = {
  readonly read: (app: AppId, blob: Oid, text: string) => Promise<Environment>;
  /**
   * The text of env.yaml with `change` made, decrypted once more to see that it says what was asked.
   * `remember` takes the blob id once there is one.
   */
  readonly change: (app: AppId, text: string, before: Environment, change: EnvironmentChange) => Promise<ChangedEnvironment>;
  /** env.yaml of a new app. */
  readonly empty: (app: AppId) => Promise<string>;
};
export type ChangedEnvironment = { readonly text: string; readonly verified: Promise<void>; readonly remember: (blob: Oid) => void };

export const createEnvironments = (deps: { readonly sops: Sops; readonly keys: KeyRing; readonly cacheBytes: number }): Environments => {
  const cache = createBoundedMap<Promise<Environment>>(deps.cacheBytes);
  const decrypt = async (app: AppId, text: string): Promise<Environment> => {
    const file = parseEnvFile(text);
    const [own] = await deps.keys.recipients(app);
    if (own === undefined || !file.recipients.includes(own)) {
      throw unreadable(envFileName, [
        { at: { file: envFileName, line: 1, column: 1 }, message: "it is not encrypted to the app's own key" },
      ]);
    }
    if (file.values.size === 0) return {};
    const decrypted = await deps.sops.decrypt(text, await deps.keys.identity(app));
    // Numbers and booleans come from a hand that wrote them without quotes.
    return Object.fromEntries([...file.values.keys()].map((name) => [name, String(entryOf(decrypted, name))]));
  };
  const remember = (app: AppId, blob: Oid, environment: Promise<Environment>, bytes: number): void => {
    const key = `${app}:${blob}`;
    cache.set(key, environment, bytes + 500);
    environment.catch(() => cache.delete(key));
  };
  return {
    read: (app, blob, text) => {
      const known = cache.get(`${app}:${blob}`);
      if (known !== undefined) return known;
      const environment = decrypt(app, text);
      remember(app, blob, environment, text.length);
      return environment;
    },
    change: async (app, text, before, change) => {
      const { recipients } = parseEnvFile(text);
      const wanted = await deps.keys.recipients(app);
      if (recipients.length !== wanted.length || !wanted.every((recipient) => recipients.includes(recipient))) {
        throw unreadable(envFileName, [
          { at: { file: envFileName, line: 1, column: 1 }, message: "its recipients are not the app's key and the recovery key" },
        ]);
      }
      const changed = await deps.sops.change(text, await deps.keys.identity(app), before, change);
      const after = decrypt(app, changed);
      return {
        text: changed,
        verified: after.then((environment) => compare(environment, applyChange(before, change))),
        remember: (blob) => remember(app, blob, after, changed.length),
      };
    },
    empty: async (app) => await deps.sops.encryptEmpty(await deps.keys.recipients(app)),
  };
};

const compare = (found: Environment, wanted: Environment): void => {
  if (sameEnvironment(found, wanted)) return;
  throw new Fault('sops/failed', 'sops did not write the environment it was given.', { hint: 'Try again; please report it if it stays.' });
};

const sameEnvironment = (one: Environment, other: Environment): boolean => {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && one[name] === other[name]);
};

const entryOf = (decrypted: Readonly<Record<string, unknown>>, name: string): unknown => {
  if (!Object.hasOwn(decrypted, name))
    throw new Fault('sops/failed', `sops left «${name}» out.`, { hint: 'Try again; please report it if it stays.' });
  return decrypted[name];
};
