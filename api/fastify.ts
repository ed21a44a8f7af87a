import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Fault } from '../core/index.ts';
import { toHttpError } from './http-error.ts';

export type { FastifyInstance, FastifyReply, FastifyRequest };

/** Answers with what went wrong. */
export type Fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** A megabyte for values, several times over for how JSON may have to write them. */
const bodyLimitBytes = 4 * 1024 * 1024;

/**
 * A bare server: strict JSON schemas, answers as they are given (their schemas are documentation, compared by the tests),
 * no time limit on requests, since a deploy may take long, and no redirect, whatever slashes a client adds.
 */
export const createFastify = (fail: Fail): FastifyInstance => {
  const server = fastify({
    logger: false,
    // Both would answer in a shape of their own.
    return503OnClosing: false,
    frameworkErrors: fail,
    clientErrorHandler: (error, socket) => refuseMalformed(error, socket),
    rewriteUrl: ({ url = '/' }) => withoutOrigin(url),
    bodyLimit: bodyLimitBytes,
    requestTimeout: 0,
    connectionTimeout: 0,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 200 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false } },
  });
  server.setSerializerCompiler(() => (data) => JSON.stringify(data));
  return server;
};

/** A client behind a plain HTTP proxy sends the whole address (RFC 9112, 3.2.2). */
const withoutOrigin = (url: string): string => url.replace(/^https?:\/\/[^/?#]+/i, '') || '/';

/** What isn't HTTP at all, or too much of it, gets a short answer and no more. */
const refuseMalformed = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { body } = toHttpError(new Fault('request/invalid', 'That is not an HTTP request this server understands.'));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};
