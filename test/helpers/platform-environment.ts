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
    ...inherited(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'https_proxy', 'http_proxy', 'no_proxy', 'npm_config_registry']),
    SLUICE_HOME: home,
    SLUICE_PORT: '0',
    SLUICE_ROUTER_PORT: '0',
    SLUICE_SOPS: await sopsPath(),
    ...inherited(['NODE_COMPILE_CACHE']),
  };
};

/** What a build needs to reach the npm registry here, and what makes a start fast. */
const inherited = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
