import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AppId } from '../../../../core/index.ts';
import type { RequestHead } from './request-head.ts';

/** One request under way, over all its attempts. */
export type Exchange = {
  readonly app: AppId;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly head: RequestHead;
  readonly startedAt: number;
  /** Where the client asked for an upgrade: its socket, and what it sent after the head. */
  readonly upgrade?: { readonly socket: Socket; readonly early: Buffer };
  /** Ports of the backends that failed it. */
  readonly tried: Set<number>;
  attempts: number;
  /** Name of the replica asked last, for the access log. */
  replica: string;
  sentBytes: number;
  /** What the log shows where it isn't the response's own status: 101 a tunnel stood, 502 the backend broke off. */
  endedAs?: 101 | 502;
};

/** How an attempt failed before its answer began. */
export type Failure = {
  /** The connection stood, so the backend may have seen the request. */
  readonly connected: boolean;
  /** Bytes of the body have been taken from the client. */
  readonly bodyStarted: boolean;
  /** The backend answered, but not in HTTP. */
  readonly malformed: boolean;
};

/**
 * Whether to send the request again, to another backend or over a fresh connection: only if it can't take effect twice, and
 * none of its body is gone.
 */
export const mayRetry = (failure: Failure, { head, attempts }: Pick<Exchange, 'head' | 'attempts'>, backends: number): boolean =>
  !failure.malformed && !failure.bodyStarted && attempts < backends + 2 && (head.replayable || !failure.connected);

/** The access log's line: `GET /path 200 12ms 34B web.1 id=...`. */
export const toLogText = (exchange: Exchange, status: number, now: number): string => {
  const { head, startedAt, sentBytes, replica } = exchange;
  return `${head.method} ${head.path} ${status} ${Math.round(now - startedAt)}ms ${sentBytes}B ${replica} id=${head.id}`;
};
