import type { GitCaller, GitCredentials, GitWanted } from '../core/index.ts';
import { authorise } from './authorise.ts';
import type { Database } from './database/database.ts';
import { identifyAccount } from './identify.ts';
import { findTarget } from './prove.ts';
import { authorOf, bare } from './route.ts';

/**
 * Whether these credentials may fetch from or push to an app's repositories, decided by `authorise`. Gives the app and who it is
 * by, or throws `auth/required`, `auth/forbidden`, `app/not-found`.
 */
export const createAuthoriseGit =
  (database: Pick<Database, 'apiKeys' | 'apps'>) =>
  async (credentials: GitCredentials | undefined, wanted: Pick<GitWanted, 'name' | 'service'>): Promise<GitCaller> => {
    const caller = credentials === undefined ? ({ kind: 'nobody', tried: false } as const) : await identifyAccount(database, credentials);
    const target = caller.kind === 'account' ? await findTarget(database, wanted.name) : { name: wanted.name };
    authorise(caller, wanted.service === 'push' ? 'git:push' : 'git:fetch', target);
    // `authorise` has returned, so there is an account and an app of its own.
    if (caller.kind !== 'account' || target.app === undefined) throw new Error('authorised without an account or an app');
    return { app: bare(target.app), by: authorOf(caller.account) };
  };
