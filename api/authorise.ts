import { Fault } from '../core/index.ts';
import { type Action, actions } from './actions.ts';
import type { Account, OwnedApp } from './database/database.ts';

/** Who asks, as far as it was proven by this very request. `nobody`: no proof, or a wrong one. */
export type Caller =
  | { readonly kind: 'nobody'; readonly tried: boolean }
  | { readonly kind: 'operator' }
  | { readonly kind: 'account'; readonly account: Account };

/** The app a caller named. `app` is absent where no such app exists. */
export type Target = { readonly name: string; readonly app?: OwnedApp | undefined };

/**
 * The one decision on who may do what. Returns, or throws `auth/required`, `auth/forbidden`, or `app/not-found`, which is also
 * the answer for an app that exists and that the caller may not see. Today an app is its owner's alone.
 */
export const authorise = (caller: Caller, action: Action, target?: Target): void => {
  const scope = actions[action];
  if (scope === 'anyone') return;
  if (caller.kind === 'nobody') throw unproven(scope, caller.tried);
  if (scope === 'operator') {
    if (caller.kind === 'operator') return;
    throw new Fault('auth/forbidden', 'Only the operator of this platform may do that.', {
      hint: 'Set SLUICE_HOME to the data folder, or name keys/operator.token in it with --token-file (in the API: as Bearer).',
    });
  }
  if (caller.kind === 'operator') {
    throw new Fault('auth/forbidden', "The operator's token makes accounts and can do nothing else.", {
      hint: 'Sign in with an account.',
    });
  }
  if (scope === 'app' && target?.app?.owner !== caller.account.id) throw notFound(target?.name ?? '');
};

const unproven = (scope: 'operator' | 'account' | 'app', tried: boolean): Fault => {
  const hint =
    scope === 'operator'
      ? 'Set SLUICE_HOME to the data folder, or name keys/operator.token in it with --token-file (in the API: as Bearer).'
      : 'Sign in with: sluice login';
  return new Fault('auth/required', tried ? 'These credentials are not valid.' : 'This asks for an account.', { hint });
};

const notFound = (name: string): Fault =>
  new Fault('app/not-found', `There is no app «${name}» in your account.`, { hint: 'See your apps with: sluice apps' });
