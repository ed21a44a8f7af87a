import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What the router decides by, read once from a request's head. */
export type RequestHead = {
  readonly id: string;
  readonly method: string;
  /** As it goes to the backend: path and query. */
  readonly target: string;
  /** For the access log: no query, since it may hold a secret. */
  readonly path: string;
  /** The authority asked for, as written (`Shop.example.com:8080`); empty where HTTP/1.0 names none. */
  readonly authority: string;
  /** `authority` in lower case and without its port. */
  readonly host: string;
  readonly body: 'none' | 'length' | 'chunked';
  /** Sending it twice does what sending it once does, and there is no body to send again (RFC 9110 section 9.2.2). */
  readonly replayable: boolean;
  readonly expectsContinue: boolean;
  /** The protocol to switch to, when it is to be tunnelled. */
  readonly upgrade?: string;
};

export type BadHead = { readonly status: 400 | 501; readonly reason: string };

/** Reads a parsed request; what two readers could take for two different requests is refused. */
export const readRequestHead = (request: IncomingMessage): RequestHead | BadHead => {
  const { headers, rawHeaders, method = 'GET', url = '/' } = request;
  const coding = headers['transfer-encoding']?.toLowerCase();
  if (coding !== undefined && request.httpVersion !== '1.1') return bad('HTTP/1.0 has no transfer codings');
  if (coding !== undefined && coding !== 'chunked') return { status: 501, reason: 'the only transfer coding known here is «chunked»' };
  if (coding !== undefined && headers['content-length'] !== undefined) return bad('it has both a length and a transfer coding');
  if (countOf(rawHeaders, 'host') > 1) return bad('it names two hosts');
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url);
  const authority = absolute?.[1] ?? headers.host ?? '';
  if (!/^([\w.-]*|\[[\da-f:.]*\])(:\d*)?$/i.test(authority)) return bad('its host has characters no host has');
  const rest = absolute?.[2] ?? url;
  const target = rest.startsWith('/') || (rest === '*' && method === 'OPTIONS') ? rest : `/${rest}`;
  const body = coding !== undefined ? 'chunked' : Number(headers['content-length'] ?? 0) > 0 ? 'length' : 'none';
  const tunnel = isTunnel(request) ? headers.upgrade : undefined;
  return {
    id: keptId(headers['x-request-id']) ?? randomUUID(),
    method,
    target,
    path: target.split(/[?#]/, 1)[0]?.slice(0, 256) ?? '/',
    authority,
    host: authority.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, ''),
    body,
    replayable: body === 'none' && idempotent.has(method),
    expectsContinue: request.httpVersion === '1.1' && headers.expect !== undefined,
    ...(tunnel === undefined ? {} : { upgrade: tunnel }),
  };
};

/**
 * Whether a request that asks for an upgrade gets a tunnel. Not `h2c`: it would carry further requests past the router's
 * headers and log. Not with a body: where it ends and the new protocol begins is read differently by different servers.
 * Such a request is answered over HTTP/1.1, as RFC 9110 section 7.8 allows.
 */
export const isTunnel = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade !== undefined &&
  /(^|[\s,])upgrade($|[\s,])/i.test(headers.connection ?? '') &&
  !/(^|[\s,])(h2c?|http\/2(\.0)?)($|[\s,])/i.test(headers.upgrade) &&
  headers['transfer-encoding'] === undefined &&
  Number(headers['content-length'] ?? 0) === 0;

const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

const bad = (reason: string): BadHead => ({ status: 400, reason });

const countOf = (rawHeaders: readonly string[], name: string): number =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.length === name.length && text.toLowerCase() === name).length;

const keptId = (given: string | string[] | undefined): string | undefined =>
  typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : undefined;
