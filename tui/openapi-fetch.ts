import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/api.ts';

export type ApiClient = Client<paths>;

/** A client of the server's API, typed by its own description. */
export const createApiClient = (options: {
  readonly server: string;
  readonly proof: string;
  readonly fetch: (request: Request) => Promise<Response>;
}): ApiClient => createClient<paths>({ baseUrl: options.server, fetch: options.fetch, headers: { authorization: options.proof } });
