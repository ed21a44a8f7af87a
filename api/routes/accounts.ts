import type { AccountDesk } from '../accounts.ts';
import { type Route, route } from '../route.ts';
import { KeyData, NewAccountBody, RegenerateQuery, UserData } from '../schemas/accounts.ts';

/** Signing in, keys, and the making of accounts. */
export const createAccountRoutes = (accounts: AccountDesk): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/login',
    action: 'platform:sign-in',
    summary: 'A new API key, for Basic e-mail and password, both percent-encoded first',
    data: KeyData,
    handle: async ({ headers, address }) => ({ data: await accounts.signIn(headers['authorization'], address) }),
  }),
  route({
    method: 'GET',
    path: '/api/users',
    action: 'account:read',
    summary: 'The account of the caller',
    data: UserData,
    handle: async ({ account }) => ({ data: { email: account.email, tier: 'STANDARD', credit_cents: 0 } }),
  }),
  route({
    method: 'POST',
    path: '/api/api_keys/regenerate',
    action: 'account:reset-key',
    summary: 'A new API key; all others of the account end',
    query: RegenerateQuery,
    data: KeyData,
    status: 201,
    handle: async ({ account, query, address }) => ({
      data: await accounts.regenerate({ account, password: query.current_password, address }),
    }),
  }),
  route({
    method: 'POST',
    path: '/api/accounts',
    action: 'account:create',
    summary: 'Make an account. Asks for the operator token, as Bearer',
    body: NewAccountBody,
    data: KeyData,
    status: 201,
    handle: async ({ body }) => {
      const { isNew, ...data } = await accounts.create(body);
      return { data, status: isNew ? 201 : 200 };
    },
  }),
];
