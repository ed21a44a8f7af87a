import { Fault, isFault } from '../core/index.ts';
import type { Api } from './api.ts';
import { configFolder } from './config-folder.ts';
import { type Credentials, type CredentialsFile, readCredentials } from './credentials.ts';
import { decideCredentials, decideServer } from './decide-server.ts';
import type { Io } from './io.ts';

/** A server, and the proof of who calls it. */
export type Session = { readonly server: string; readonly credentials: Credentials; readonly api: Api };

export type SessionFlags = { readonly url: string | undefined; readonly config: string | undefined };

/** Opens the API of the server to use with the key for it; no request is made. Throws `auth/required` when either is missing. */
export const openSession = async (io: Io, flags: SessionFlags, remote?: string): Promise<Session> => {
  const { server, known } = await knownServer(io, flags, remote);
  const credentials = decideCredentials(server, known);
  if (credentials === undefined) {
    throw new Fault('auth/required', `You are not signed in to ${server}.`, { hint: `Sign in: sluice login --url ${server}` });
  }
  const proof = `Basic ${Buffer.from(`${credentials.email}:${credentials.key}`).toString('base64')}`;
  return { server, credentials, api: await openApi(io, { server, proof }) };
};

/** The server's address alone, for commands that bring their own proof (`login`, `accounts:create`). */
export const knownServer = async (io: Io, flags: SessionFlags, remote?: string) => {
  const file = await credentialsIfAny(io, flags.config);
  const known = { flag: flags.url, env: io.env, file, ...(remote === undefined ? {} : { remote }) };
  const server = decideServer(known);
  if (server === undefined) {
    throw new Fault('auth/required', 'No server is known yet.', { hint: 'Sign in to one: sluice login --url http://127.0.0.1:4000' });
  }
  return { server, known };
};

/** An API with any `Authorization`. The client's package is loaded only by commands that call the server. */
export const openApi = async (io: Io, options: { readonly server: string; readonly proof: string }): Promise<Api> => {
  const { createApi } = await import('./api.ts');
  return createApi({ ...options, env: io.env, signal: io.signal });
};

/** The file of keys; none when this user has no home folder, since the environment may hold all that is needed. */
const credentialsIfAny = async (io: Io, config: string | undefined): Promise<CredentialsFile> => {
  try {
    return await readCredentials(configFolder(config, io));
  } catch (error) {
    if (isFault(error) && error.details.data?.['homeless'] === true) return { servers: {} };
    throw error;
  }
};
