import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new API key: 256 random bits, without characters that a netrc file would trip over. */
export const newApiKey = (): string => `sluice_${randomBytes(32).toString('base64url')}`;

/** What is kept of a key. A fast hash is enough: nobody guesses 256 random bits. */
export const hashApiKey = (key: string): Uint8Array => createHash('sha256').update(key).digest();

/** Whether two secrets are equal, in a time that tells nothing about where they differ. */
export const isSameSecret = (left: string, right: string): boolean => timingSafeEqual(hashApiKey(left), hashApiKey(right));
