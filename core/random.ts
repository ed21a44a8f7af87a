import { randomBytes } from 'node:crypto';
import type { AppId, DeployId } from './ids.ts';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `length` random characters of `[0-9a-z]`, unbiased (bytes of 252 and above are thrown away). */
export const randomWord = (length: number): string => {
  let word = '';
  while (word.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 252 && word.length < length) word += alphabet[byte % 36];
    }
  }
  return word;
};

export const newAppId = (): AppId => `a${randomWord(12)}` as AppId;
export const newDeployId = (): DeployId => randomWord(12) as DeployId;
