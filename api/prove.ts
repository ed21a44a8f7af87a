import type { AppName } from '../core/index.ts';
import { type Action, actions } from './actions.ts';
import { authorise, type Caller, type Target } from './authorise.ts';
import type { Account, Database, OwnedApp } from './database/database.ts';
import { identify } from './identify.ts';

/** What a request has proven, handed to its handler and kept nowhere else. */
export type Proof = { readonly account?: Account; readonly app?: OwnedApp };

type Asked = {
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
};
type Deps = { readonly database: Pick<Database, 'apiKeys' | 'apps'>; readonly operatorToken: string };

/** Finds out who asks, finds the app of the path, and has `authorise` decide. Throws what it throws. */
export const prove = async (deps: Deps, action: Action, { params, headers }: Asked): Promise<Proof> => {
  const scope = actions[action];
  // A stale key must not make a route fail that asks for none.
  const caller: Caller = scope === 'anyone' ? { kind: 'nobody', tried: false } : await identify(deps, headers['authorization']);
  const target = scope === 'app' && caller.kind === 'account' ? await findTarget(deps.database, params['app'] ?? '') : undefined;
  authorise(caller, action, target);
  return {
    ...(caller.kind === 'account' ? { account: caller.account } : {}),
    ...(target?.app === undefined ? {} : { app: target.app }),
  };
};

/** The app a path names. Case doesn't count, as in the Gigalixir client. */
export const findTarget = async ({ apps }: Pick<Database, 'apps'>, text: string): Promise<Target> => {
  const name = text.toLowerCase();
  return { name, app: await apps.byName(name as AppName) };
};
