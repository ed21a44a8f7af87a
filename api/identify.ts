import { hashApiKey, isSameSecret } from './api-key.ts';
import type { Caller } from './authorise.ts';
import { parseBasic, parseBearer } from './basic-auth.ts';
import type { Database } from './database/database.ts';
import { normaliseEmail } from './email.ts';

type Deps = { readonly database: Pick<Database, 'apiKeys'>; readonly operatorToken?: string };

/** Who sent this `Authorization` header: an account by e-mail and API key, or the operator by token. Wrong proof is nobody. */
export const identify = async ({ database, operatorToken }: Deps, header: string | undefined): Promise<Caller> => {
  const token = parseBearer(header);
  if (token !== undefined && operatorToken !== undefined && isSameSecret(token, operatorToken)) return { kind: 'operator' };
  const basic = parseBasic(header);
  if (basic === undefined) return { kind: 'nobody', tried: header !== undefined };
  const account = await database.apiKeys.accountOf(hashApiKey(basic.password));
  if (account === undefined || !isSameSecret(account.email, normaliseEmail(basic.user))) return { kind: 'nobody', tried: true };
  return { kind: 'account', account };
};
