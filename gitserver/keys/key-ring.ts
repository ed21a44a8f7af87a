import { type AppId, type AppKeyStore, Fault } from '../../core/index.ts';
import { createKeyedLock } from '../../system/index.ts';
import { ageKeyOf, newAgeKey } from '../age-encryption.ts';
import { openPlatformKeys } from './platform-keys.ts';
import { createSealing, type Sealing } from './sealing.ts';
import { publicKeyLine, sshSignature } from './ssh-signature.ts';

export type KeyRing = {
  /** Makes the app's key if it has none. Idempotent. */
  readonly create: (app: AppId) => Promise<void>;
  /** The secret half, for sops alone. Throws `config/unreadable` where there is none or it can't be opened. */
  readonly identity: (app: AppId) => Promise<string>;
  /** Who can read the app's environment: the app itself, then the recovery key. */
  readonly recipients: (app: AppId) => Promise<readonly string[]>;
  readonly remove: (app: AppId) => Promise<void>;
  /** Armoured SSH signature by the platform, namespace "git". */
  readonly sign: (payload: string) => string;
  /** `ssh-ed25519 …`: who signs. */
  readonly signer: string;
};

/** The keys of the platform and of its apps. Makes `folder` and the platform's keys in it where they aren't there yet. */
export const createKeyRing = async (deps: { readonly folder: string; readonly store: AppKeyStore }): Promise<KeyRing> => {
  const platform = await openPlatformKeys(deps.folder);
  const sealing = createSealing(platform.sealingKey);
  const lock = createKeyedLock();
  const recipients = new Map<AppId, string>();
  const identity = async (app: AppId): Promise<string> => {
    const sealed = await deps.store.load(app);
    if (sealed === undefined) throw unreadable(app, 'The app has no key.');
    return openIdentity(sealing, app, sealed);
  };
  const recipient = async (app: AppId): Promise<string> => {
    const known = recipients.get(app) ?? (await ageKeyOf(await identity(app))).recipient;
    recipients.set(app, known);
    return known;
  };
  return {
    create: (app) =>
      lock(app, async () => {
        if ((await deps.store.load(app)) !== undefined) return;
        await deps.store.save(app, sealing.seal(app, (await newAgeKey()).identity));
      }),
    identity,
    recipients: async (app) => [await recipient(app), platform.recoveryRecipient],
    remove: (app) =>
      lock(app, async () => {
        recipients.delete(app);
        await deps.store.remove(app);
      }),
    sign: (payload) => sshSignature(platform.signingKey, payload),
    signer: publicKeyLine(platform.signingKey, 'sluice'),
  };
};

const openIdentity = (sealing: Sealing, app: AppId, sealed: Uint8Array): string => {
  try {
    return sealing.open(app, sealed);
  } catch (error) {
    throw unreadable(app, 'Its key was not sealed with this platform.key, or is damaged.', error);
  }
};

const unreadable = (app: AppId, why: string, cause?: unknown): Fault =>
  new Fault('config/unreadable', `The environment of app ${app} can't be opened. ${why}`, {
    hint: 'Put keys/platform.key and the database back from the same backup.',
    cause,
  });
