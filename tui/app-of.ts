import { parseAppName } from '../core/index.ts';
import { configFolder } from './config-folder.ts';
import { readCredentials } from './credentials.ts';
import { decideApp, parseRemotes } from './find-app.ts';
import { git } from './git.ts';
import type { Io } from './io.ts';
import { openSession, type Session, type SessionFlags } from './session.ts';

/**
 * The app a command is about, and a session with its server: `--app`, else SLUICE_APP, else the one that the git remotes of the
 * current folder name (then the server is the remote's, unless one is named). Several are named and refused.
 */
export const appOf = async (
  io: Io,
  flags: SessionFlags & { readonly app: string | undefined },
): Promise<{ readonly app: string; readonly session: Session }> => {
  const named = flags.app ?? (io.env['SLUICE_APP'] || undefined);
  if (named !== undefined) return { app: parseAppName(named), session: await openSession(io, flags) };
  const found = decideApp(await remotesHere(io, flags.config));
  return { app: parseAppName(found.app), session: await openSession(io, flags, found.server) };
};

const remotesHere = async (io: Io, config: string | undefined) => {
  const [remotes, file] = await Promise.all([git(io, ['remote', '-v']), readCredentials(configFolder(config, io))]);
  return remotes.ok ? parseRemotes(remotes.stdout, Object.keys(file.servers)) : [];
};
