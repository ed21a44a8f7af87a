import type { Environment, Oid } from '../../core/index.ts';
import { type EnvFile, parseEnvFile } from './env-file.ts';

/** One env.yaml as git keeps it. */
export type EnvBlob = { readonly blob: Oid; readonly text: string };

/**
 * Whether two env.yaml files differ in values. Names are readable, and under one data key sops keeps the ciphertext of a
 * value that stays: so this is known without a key, and alike for everybody. Only a re-key is compared decrypted.
 */
export const valuesChanged = async (
  before: EnvBlob | undefined,
  after: EnvBlob | undefined,
  decrypt: (file: EnvBlob) => Promise<Environment>,
): Promise<boolean> => {
  if (before?.blob === after?.blob) return false;
  if (before === undefined || after === undefined) return true;
  const [one, other] = [parseEnvFile(before.text), parseEnvFile(after.text)];
  if (!sameNames(one, other)) return true;
  if (sameCiphertexts(one, other)) return false;
  if (one.dataKeys === other.dataKeys) return true;
  const [old, now] = [await decrypt(before), await decrypt(after)];
  return Object.keys(now).some((name) => old[name] !== now[name]);
};

const sameNames = (one: EnvFile, other: EnvFile): boolean =>
  one.values.size === other.values.size && [...one.values.keys()].every((name) => other.values.has(name));

const sameCiphertexts = (one: EnvFile, other: EnvFile): boolean =>
  [...one.values].every(([name, ciphertext]) => other.values.get(name) === ciphertext);
