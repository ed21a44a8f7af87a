import { Fault } from '../core/index.ts';
import { hashApiKey, newApiKey } from './api-key.ts';
import { parseBasic, percentDecoded } from './basic-auth.ts';
import type { Account, Database } from './database/database.ts';
import { normaliseEmail, parseEmail } from './email.ts';
import { createLoginLimit } from './login-limit.ts';
import { hashPassword, isPassword } from './password.ts';
import type { NewAccount } from './schemas/accounts.ts';

type Keyed = { readonly email: string; readonly key: string };

export type AccountDesk = {
  /** A new key for the e-mail and password in a sign-in's `Authorization`. Throws `auth/required`, `auth/too-many-attempts`. */
  readonly signIn: (header: string | undefined, address: string) => Promise<Keyed>;
  /** A new key; the account's others end. Throws `auth/forbidden` for a wrong password. */
  readonly regenerate: (asked: { readonly account: Account; readonly password: string; readonly address: string }) => Promise<Keyed>;
  /** Throws `account/exists`, unless `existing_ok`. */
  readonly create: (wanted: NewAccount) => Promise<Keyed & { readonly isNew: boolean }>;
};

/** Proof by password, and the keys it gives. */
export const createAccountDesk = ({ database, now }: { readonly database: Database; readonly now: () => number }): AccountDesk => {
  const limit = createLoginLimit(now);

  const prove = async (email: string, password: string, address: string): Promise<Account | undefined> => {
    const who = `${address} ${email}`;
    limit.check(who);
    // Counted before the slow part, so that a burst sent at once counts whole.
    limit.failed(who);
    const account = await database.accounts.byEmail(email);
    if (!(await isPassword(password, account?.password))) return undefined;
    limit.succeeded(who);
    return account;
  };

  const addKey = async (account: Account): Promise<Keyed> => {
    const key = newApiKey();
    await database.apiKeys.add(account.id, hashApiKey(key));
    return { email: account.email, key };
  };

  return {
    signIn: async (header, address) => {
      const basic = parseBasic(header);
      const given = basic === undefined ? undefined : percentDecoded(basic);
      const account = given === undefined ? undefined : await prove(normaliseEmail(given.user), given.password, address);
      if (account !== undefined) return addKey(account);
      throw new Fault('auth/required', 'E-mail or password is wrong.', { hint: 'Try again, or ask the operator for a new key.' });
    },

    regenerate: async ({ account, password, address }) => {
      if ((await prove(account.email, password, address)) === undefined) {
        throw new Fault('auth/forbidden', 'That is not the password of this account.', {
          hint: 'Send the right one as current_password.',
          data: { field: 'current_password' },
        });
      }
      const key = newApiKey();
      await database.apiKeys.replaceAll(account.id, hashApiKey(key));
      return { email: account.email, key };
    },

    create: async (wanted) => {
      const email = parseEmail(wanted.email);
      const password = wanted.password === undefined ? undefined : await hashPassword(parsePassword(wanted.password));
      const existing = wanted.existing_ok === true ? await database.accounts.byEmail(email) : undefined;
      if (existing !== undefined) {
        if (password !== undefined) await database.accounts.setPassword(existing.id, password);
        return { ...(await addKey(existing)), isNew: false };
      }
      const account = await database.accounts.create({ email, ...(password === undefined ? {} : { password }) });
      return { ...(await addKey(account)), isNew: true };
    },
  };
};

const parsePassword = (text: string): string => {
  if (text.length >= 8 && text.length <= 1024) return text;
  throw new Fault('request/invalid', 'A password has 8 to 1,024 characters.', {
    hint: 'Send a longer one, or leave it out: the account then signs in by key.',
    data: { field: 'password' },
  });
};
