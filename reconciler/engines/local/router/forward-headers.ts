import type { IncomingMessage } from 'node:http';
import type { RequestHead } from './request-head.ts';

/** Names and values in turn, as Node's raw headers are: order, case and repetition stay as they were sent. */
export type RawHeaders = string[];

/**
 * The headers a backend gets: the client's, without those of its connection, and ours about it. Whatever the client says in
 * our names is dropped, also spelled with "_", since CGI-like servers read both alike.
 */
export const toBackendHeaders = (request: IncomingMessage, head: RequestHead): RawHeaders => {
  const nominated = nominatedBy(request.headers.connection);
  const headers: RawHeaders = ['Host', head.authority];
  copy(request.rawHeaders, headers, (name) => !hopByHop.has(name) && !ours.has(name.replaceAll('_', '-')) && !nominated.has(name));
  if (head.body === 'chunked') headers.push('Transfer-Encoding', 'chunked');
  else if (head.body === 'none' && bodyExpected.has(head.method)) headers.push('Content-Length', '0');
  else if (head.body === 'length') headers.push('Content-Length', request.headers['content-length'] ?? '0');
  if (/(^|[\s,])trailers($|[\s,;])/i.test(String(request.headers['te'] ?? ''))) headers.push('TE', 'trailers');
  if (head.upgrade !== undefined) headers.push('Connection', 'Upgrade', 'Upgrade', head.upgrade);
  headers.push('X-Forwarded-For', request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown');
  headers.push('X-Forwarded-Proto', 'http', 'X-Forwarded-Host', head.authority);
  headers.push('X-Forwarded-Port', String(request.socket.localPort ?? ''), 'X-Request-Id', head.id);
  return headers;
};

/** The headers a client gets: the backend's, without those of its connection; a length that a transfer coding overrides is dropped. */
export const toClientHeaders = (answer: IncomingMessage): RawHeaders => {
  const nominated = nominatedBy(answer.headers.connection);
  const coded = answer.headers['transfer-encoding'] !== undefined;
  const headers: RawHeaders = [];
  copy(answer.rawHeaders, headers, (name) => !hopByHop.has(name) && !nominated.has(name) && !(coded && name === 'content-length'));
  return headers;
};

/** Trailers that may be passed on: none that frames, routes or authorises a message (RFC 9110 section 6.5.1). */
export const toTrailers = (rawTrailers: readonly string[]): [string, string][] => {
  const headers: RawHeaders = [];
  copy(rawTrailers, headers, (name) => !hopByHop.has(name) && !ours.has(name.replaceAll('_', '-')) && !neverTrailing.has(name));
  return Array.from({ length: headers.length / 2 }, (_, index) => [headers[2 * index] ?? '', headers[2 * index + 1] ?? '']);
};

const copy = (from: readonly string[], to: RawHeaders, keeps: (name: string) => boolean): void => {
  for (let index = 0; index + 1 < from.length; index += 2) {
    const name = from[index] as string;
    if (keeps(name.toLowerCase())) to.push(name, from[index + 1] as string);
  }
};

const nominatedBy = (connection: string | undefined): ReadonlySet<string> => {
  if (connection === undefined || /^(keep-alive|close|upgrade)$/i.test(connection)) return none;
  const names = connection.toLowerCase().split(/[\s,]+/);
  return new Set(names.filter((name) => !neverNominated.has(name)));
};

const none: ReadonlySet<string> = new Set();
const bodyExpected: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
/** RFC 9110 section 7.6.1, and `Proxy-*`, which are between a client and its own proxy. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);
/** Written by the router alone. `proxy`: CGI turns it into HTTP_PROXY. */
const ours: ReadonlySet<string> = new Set([
  'content-length',
  'forwarded',
  'host',
  'proxy',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-forwarded-ssl',
  'x-real-ip',
  'x-request-id',
]);
/** Naming these in `Connection` must not make them disappear. */
const neverNominated: ReadonlySet<string> = new Set(['authorization', 'content-length', 'cookie', 'host', 'set-cookie']);
const neverTrailing: ReadonlySet<string> = new Set([
  'authorization',
  'content-encoding',
  'content-type',
  'cookie',
  'cache-control',
  'expect',
  'range',
  'set-cookie',
  'trailer',
]);
