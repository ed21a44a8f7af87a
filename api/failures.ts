import { Fault } from '../core/index.ts';
import type { Fail, FastifyInstance } from './fastify.ts';
import { toHttpError } from './http-error.ts';
import type { ApiDeps } from './ports.ts';

/** The one place where what was thrown becomes an answer; failures of the platform itself are logged with their cause. */
export const createFail =
  ({ log }: Pick<ApiDeps, 'log'>): Fail =>
  (error, request, reply) => {
    const { status, body, headers, isOurs, fault } = toHttpError(error);
    if (isOurs) log.error(fault.message, { code: fault.code, route: request.routeOptions.url, error: fault });
    return reply.code(status).headers(headers).send(body);
  };

/** Every failure and every unknown route ends in `fail`. */
export const addFailures = (server: FastifyInstance, fail: Fail): void => {
  server.setErrorHandler(fail);
  server.setNotFoundHandler((request) => {
    throw new Fault('request/unknown-route', `There is no ${request.method} of this path here.`, {
      hint: 'GET /api/openapi.json describes every route.',
    });
  });
};
