import type { FastifyInstance } from './fastify.ts';
import { isGitPath } from './git-door.ts';
import type { ApiDeps } from './ports.ts';

/** One line per request, git's apart, which keeps its own. The route's pattern stands for the path, and no query: both may hold what nobody should read. */
export const addRequestLog = (server: FastifyInstance, { log }: Pick<ApiDeps, 'log'>): void => {
  server.addHook('onResponse', async (request, reply) => {
    if (isGitPath(request.raw.url)) return;
    const { method, routeOptions, params } = request;
    const app = (params as { app?: string } | undefined)?.app;
    log.info('request', {
      method,
      route: routeOptions.url ?? 'unknown',
      ...(app === undefined ? {} : { app }),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });
};
