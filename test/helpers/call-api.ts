export type Account = { readonly email: string; readonly key: string };
export type Answer = {
  readonly status: number;
  readonly body: { data?: unknown; code?: string; hint?: string; errors?: Record<string, string[]> };
};

/** One call of the HTTP API as JSON, with Basic authorisation. */
export const callApi =
  (url: string, { email, key }: Account) =>
  async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
