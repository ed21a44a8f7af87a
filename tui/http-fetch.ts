import { Agent, type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { Readable } from 'node:stream';
import { Fault } from '../core/index.ts';
import type { Variables } from './io.ts';
import { isLoopback } from './server-url.ts';

/**
 * `fetch` over node:http. The built-in one gives up on an answer after five minutes, and a change may wait longer than that for
 * its turn; it also follows redirects, and a key must not travel to where a redirect points. Proxies of the environment
 * (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) are used, except for loopback. A connection that isn't made in `connectMs`, or breaks,
 * is `platform/unreachable`.
 */
export const createHttpFetch =
  (options: { readonly env: Variables; readonly connectMs: number }) =>
  async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const body = request.body === null ? undefined : await request.text();
    const incoming = await send(url, request, body, options);
    const status = incoming.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      incoming.destroy();
      throw new Fault('platform/unreachable', `${url.origin} answers with a redirect (${status}), which is not followed.`, {
        hint: 'Check the address of the server: sluice login --url URL',
      });
    }
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, String(value));
    return new Response(status === 204 ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>), { status, headers });
  };

const send = (
  url: URL,
  request: Request,
  body: string | undefined,
  options: { readonly env: Variables; readonly connectMs: number },
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const proxyEnv = isLoopback(url.href) ? {} : { proxyEnv: proxiesOf(options.env) };
    const sent = (secure ? secureRequest : plainRequest)(url, {
      method: request.method,
      headers: { ...Object.fromEntries(request.headers), ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      agent: secure ? new SecureAgent(proxyEnv) : new Agent(proxyEnv),
      signal: request.signal,
    });
    let connected = false;
    limitConnecting(sent, { secure, connectMs: options.connectMs, onConnect: () => (connected = true) });
    sent.on('response', resolve);
    sent.on('error', (error) => reject(request.signal.aborted ? request.signal.reason : unreachable(url.origin, error, { connected })));
    sent.end(body);
  });

/** The time-out holds until the connection stands; from then on the server may take its time, and keep-alive finds a dead one. */
const limitConnecting = (sent: ClientRequest, { secure, connectMs, onConnect }: Connecting): void => {
  const timer = setTimeout(() => sent.destroy(new Error(`no connection in ${connectMs / 1000} s`)), connectMs);
  sent.on('close', () => clearTimeout(timer));
  sent.on('socket', (socket) => {
    socket.setKeepAlive(true, 30_000);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      onConnect();
    });
  });
};

type Connecting = { readonly secure: boolean; readonly connectMs: number; readonly onConnect: () => void };

/** The failure of a connection that can't be made, or (`connected`) broke: then what was asked for may have been done. */
export const unreachable = (server: string, cause: unknown, { connected }: { readonly connected: boolean }): Fault =>
  new Fault('platform/unreachable', connected ? `${server}: ${reasonOf(cause)}.` : `${server} can't be reached: ${reasonOf(cause)}.`, {
    hint: 'Is the server running? Start it, or name another: --url URL',
    data: { connected },
    cause,
  });

const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'the connection broke before the answer was whole';
  return (error as Error).message || code || 'no connection';
};

const proxiesOf = (env: Variables): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => /^(https?|no)_proxy$/i.test(name)));
