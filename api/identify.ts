import { hashApiKey, isSameSecret } from './api-key.ts';
import type { Caller } from './authorise.ts';
import { parseBasic, parseBearer } from './basic-auth.ts';
import type { Database } from './database/database.ts';
import { normaliseEmail } from './email.ts';

type Keys = Pick<Database, 'apiKeys'>;

/** Who sent this `Authorization` header: an account by e-mail and API key, or the operator by token. Wrong proof is nobody. */
export const identify = async (
  { database, operatorToken }: { readonly database: Keys; readonly operatorToken: string },
  header: string | undefined,
): Promise<Caller> => {
  const token = parseBearer(header);
  if (token !== undefined && isSameSecret(token, operatorToken)) return { kind: 'operator' };
  const basic = parseBasic(header);
  if (basic === undefined) return { kind: 'nobody', tried: header !== undefined };
  return identifyAccount(database, { user: basic.user, secret: basic.password });
};

/** The account of an API key, if the e-mail given with it is the account's. */
export const identifyAccount = async (
  { apiKeys }: Keys,
  { user, secret }: { readonly user: string; readonly secret: string },
): Promise<Caller> => {
  const account = await apiKeys.accountOf(hashApiKey(secret));
  if (account === undefined || !isSameSecret(account.email, normaliseEmail(user))) return { kind: 'nobody', tried: true };
  return { kind: 'account', account };
};
