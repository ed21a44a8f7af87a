import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sopsPath } from './sops.ts';

/** A built environment for a platform of the tests: nothing of the developer's own but PATH. Any free port. */
export const platformEnvironment = async (home: string): Promise<Record<string, string>> => {
  const userHome = join(dirname(home), 'user-home');
  await mkdir(userHome, { recursive: true });
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: userHome,
    LANG: 'C.UTF-8',
    SLUICE_HOME: home,
    SLUICE_PORT: '0',
    SLUICE_ROUTER_PORT: '0',
    SLUICE_SOPS: await sopsPath(),
    ...(process.env['NODE_COMPILE_CACHE'] === undefined ? {} : { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }),
  };
};
