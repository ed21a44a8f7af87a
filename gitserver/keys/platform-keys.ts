import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../core/index.ts';
import { createOnce } from '../../system/index.ts';
import { type AgeKey, ageKeyOf, newAgeKey } from '../age-encryption.ts';
import { keysReadme } from './keys-readme.ts';
import { publicKeyLine, type SshKey, sshKey } from './ssh-signature.ts';

export type PlatformKeys = {
  /** 32 bytes that seal the apps' keys. */
  readonly sealingKey: Uint8Array;
  readonly signingKey: SshKey;
  /** Public half of the recovery key. */
  readonly recoveryRecipient: string;
};

/** Reads the platform's own keys from a folder; makes those that aren't there yet. Throws `platform/insecure` where others may read a secret. */
export const openPlatformKeys = async (folder: string): Promise<PlatformKeys> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await createOnce(join(folder, 'README'), async () => keysReadme, 0o600);
  return {
    sealingKey: await openSealingKey(folder),
    signingKey: await openSigningKey(folder),
    recoveryRecipient: await openRecoveryRecipient(folder),
  };
};

const openSealingKey = async (folder: string): Promise<Uint8Array> => {
  const path = join(folder, 'platform.key');
  const text = await createOnce(path, async () => `${randomBytes(32).toString('base64')}\n`, 0o600);
  await refuseOpenFile(path);
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw damaged(path);
  return key;
};

const openSigningKey = async (folder: string): Promise<SshKey> => {
  const path = join(folder, 'signing.key');
  const make = async () => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const text = await createOnce(path, make, 0o600);
  await refuseOpenFile(path);
  const key = parseSigningKey(path, text);
  await createOnce(join(folder, 'signing.pub'), async () => `${publicKeyLine(key, 'sluice')}\n`, 0o644);
  return key;
};

const parseSigningKey = (path: string, text: string): SshKey => {
  try {
    const privateKey = createPrivateKey(text);
    return sshKey({ privateKey, publicKey: createPublicKey(privateKey) });
  } catch (error) {
    throw damaged(path, error);
  }
};

/** `recovery.key` may be away (moved offline): only its public half is needed. It is written first, so that no public half lacks it. */
const openRecoveryRecipient = async (folder: string): Promise<string> => {
  const path = join(folder, 'recovery.pub');
  const make = async () => {
    const text = await createOnce(join(folder, 'recovery.key'), async () => recoveryFile(await newAgeKey()), 0o600);
    const identity = text.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-')) ?? '';
    return `${(await ageKeyOf(identity)).recipient}\n`;
  };
  const recipient = (await createOnce(path, make, 0o644)).trim();
  if (!/^age1[0-9a-z]{58}$/.test(recipient)) throw damaged(path);
  return recipient;
};

const recoveryFile = (key: AgeKey): string =>
  `# Opens the environment of every app. Move this file offline; the platform doesn't need it.\n# public key: ${key.recipient}\n${key.identity}\n`;

const refuseOpenFile = async (path: string): Promise<void> => {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new Fault('platform/insecure', `Others on this machine may read ${path}.`, { hint: `chmod 600 ${path}` });
};

const damaged = (path: string, cause?: unknown): Fault =>
  new Fault('data/failed', `${path} is not a key the platform wrote.`, { hint: 'Put it back from your backup.', cause });
