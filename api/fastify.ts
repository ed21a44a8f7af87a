import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

export type { FastifyInstance, FastifyReply, FastifyRequest };

/** A megabyte for values, several times over for how JSON may have to write them. */
const bodyLimitBytes = 4 * 1024 * 1024;

/**
 * A bare server: strict JSON schemas, answers as they are given (their schemas are documentation, compared by the tests),
 * no time limit on requests, since a deploy may take long, and no redirect, whatever slashes a client adds.
 */
export const createFastify = (): FastifyInstance => {
  const server = fastify({
    logger: false,
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
