import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { createKeyedLock } from '../system/index.ts';

// OWASP's equal of N=2^17, p=1 with an eighth of the memory (16 MB), since the platform should fit a small machine.
const cost = { N: 2 ** 14, r: 8, p: 5 } as const;

/** One at a time: memory and threads stay bounded whatever strangers send. */
const oneAtATime = createKeyedLock();

/** `scrypt$N$r$p$salt$hash`, base64url. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
};

/** Whether it is the password. Without a stored text (no such account, or none set) it takes as long and says false. */
export const isPassword = async (password: string, stored: string | undefined): Promise<boolean> => {
  const [scheme, N, r, p, salt, hash] = (stored ?? '').split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) {
    await derive(password, Buffer.alloc(16), cost);
    return false;
  }
  const expected = Buffer.from(hash, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return actual.length === expected.length && timingSafeEqual(actual, expected);
};

const derive = (password: string, salt: Uint8Array, options: ScryptOptions): Promise<Buffer> =>
  oneAtATime('scrypt', () => {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
    return promise;
  });
