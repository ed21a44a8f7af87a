import { join } from 'node:path';
import { obtainSops } from '../../gitserver/index.ts';

let found: Promise<string> | undefined;

/** A real sops program, obtained the way the platform does it; kept in the checkout's own cache where the machine has none. */
export const sopsPath = (): Promise<string> => {
  found ??= obtainSops({
    env: process.env,
    cacheFolder: join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'sluice-sops'),
    say: () => {},
  });
  return found;
};
