import { Fault } from '../core/index.ts';
import type { Credentials, CredentialsFile } from './credentials.ts';
import type { Variables } from './io.ts';
import { parseServerUrl } from './server-url.ts';

/** What is known about where to go: the flag, the environment, the git remote's server, the file of keys. */
export type Known = {
  readonly flag: string | undefined;
  readonly env: Variables;
  readonly remote?: string;
  readonly file: CredentialsFile;
};

/** The server's address: `--url`, SLUICE_URL, the server of the git remote, the one signed in to last. Undefined: none is known. */
export const decideServer = ({ flag, env, remote, file }: Known): string | undefined => {
  const named = flag ?? (env['SLUICE_URL'] || undefined);
  return named === undefined ? (remote ?? file.server) : parseServerUrl(named);
};

/**
 * The key for a server: SLUICE_API_KEY with SLUICE_EMAIL, else the stored one. The environment's key goes only to the
 * server that is named with it or, where none is named, to the one signed in to last: never to wherever a git remote points.
 */
export const decideCredentials = (server: string, { flag, env, file }: Known): Credentials | undefined => {
  const stored = file.servers[server];
  const key = env['SLUICE_API_KEY'];
  const named = flag ?? (env['SLUICE_URL'] || file.server);
  if (!key || named === undefined || parseServerUrl(named) !== server) return stored;
  const email = env['SLUICE_EMAIL'] || stored?.email;
  if (!email) {
    throw new Fault('auth/required', 'SLUICE_API_KEY is set, but not whose key it is.', {
      hint: 'Set SLUICE_EMAIL to its e-mail address.',
    });
  }
  return { email, key };
};
