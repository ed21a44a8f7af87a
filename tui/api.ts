import { isFault } from '../core/index.ts';
import { type Reply, take, toFault } from './answer.ts';
import { createHttpFetch, unreachable } from './http-fetch.ts';
import type { Variables } from './io.ts';
import { type ApiClient, createApiClient } from './openapi-fetch.ts';
import type { Shape } from './shape.ts';

type Call<Sent> = (client: ApiClient, signal: AbortSignal) => Reply<Sent>;

/** The server's API as commands use it. Every answer is checked against a shape before anyone sees it. */
export type Api = {
  /** A question. Answered in 30 s, or `platform/unreachable`. */
  readonly read: <Value, Sent extends Value>(call: Call<Sent>, shape: Shape<Value>) => Promise<Value>;
  /** A change: takes as long as it takes, and ends early on Ctrl-C alone. */
  readonly change: <Value, Sent extends Value>(call: Call<Sent>, shape: Shape<Value>) => Promise<Value>;
  /** An answer that comes in pieces. A broken connection is `platform/unreachable` with `data.connected`. */
  readonly stream: (call: Call<unknown>) => Promise<AsyncIterable<Uint8Array>>;
};

export type ApiOptions = { readonly server: string; readonly proof: string; readonly env: Variables; readonly signal: AbortSignal };

export const createApi = ({ server, proof, env, signal }: ApiOptions): Api => {
  const client = createApiClient({ server, proof, fetch: createHttpFetch({ env, connectMs: 10_000 }) });
  return {
    read: async (call, shape) => {
      const limit = AbortSignal.timeout(30_000);
      try {
        return await take(server, call(client, AbortSignal.any([signal, limit])), shape);
      } catch (error) {
        if (limit.aborted && !isFault(error)) throw unreachable(server, new Error('no answer in 30 s'), { connected: true });
        throw broken(server, error, signal);
      }
    },
    change: async (call, shape) => {
      try {
        return await take(server, call(client, signal), shape);
      } catch (error) {
        throw broken(server, error, signal);
      }
    },
    stream: async (call) => {
      const { error, response } = await call(client, signal);
      if (!response.ok) throw toFault(server, response.status, error);
      return pieces(server, response, signal);
    },
  };
};

async function* pieces(server: string, response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of response.body ?? []) yield bytes;
  } catch (error) {
    throw broken(server, error, signal);
  }
}

/** A connection that breaks in the middle of an answer fails wherever the body is being read. */
const broken = (server: string, error: unknown, signal: AbortSignal): unknown => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return !signal.aborted && !isFault(error) && code !== undefined && /^E[A-Z]+|^ERR_STREAM/.test(String(code))
    ? unreachable(server, error, { connected: true })
    : error;
};
