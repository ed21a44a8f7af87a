import { readFile } from 'node:fs/promises';
import { Fault } from '../core/index.ts';
import { createAccountDesk } from './accounts.ts';
import { createFastify, type FastifyInstance } from './fastify.ts';
import { addOpenApi } from './fastify-swagger.ts';
import { addGitDoor } from './git-door.ts';
import { toHttpError } from './http-error.ts';
import { addJsonBodies } from './json-body.ts';
import { createOpenRequests } from './open-requests.ts';
import type { ApiDeps } from './ports.ts';
import { registerRoutes } from './register-routes.ts';
import { createAccountRoutes } from './routes/accounts.ts';
import { createAppRoutes } from './routes/apps.ts';
import { createConfigRoutes } from './routes/configs.ts';
import { createDeployRoutes } from './routes/deploys.ts';
import { createEventRoutes } from './routes/events.ts';
import { createLogRoutes } from './routes/logs.ts';
import { createPlatformRoutes } from './routes/platform.ts';
import { createProcessRoutes } from './routes/processes.ts';
import { createReleaseRoutes } from './routes/releases.ts';
import { ErrorBody } from './schemas/shared.ts';

export type Api = {
  /** Port 0: any free one. Throws `platform/port-taken`. */
  readonly listen: (at: { readonly host: string; readonly port: number }) => Promise<{ readonly port: number }>;
  /** Ends streams and waits that are open, refuses new requests, and after `graceMs` cuts what is left. */
  readonly stop: (graceMs?: number) => Promise<void>;
  /** The OpenAPI document of the routes that run. */
  readonly describe: () => unknown;
  /** For requests without a socket, in tests. */
  readonly server: FastifyInstance;
};

/** The HTTP server: the API, and git under `<app>.git`. Nothing listens yet. */
export const createApi = async (deps: ApiDeps): Promise<Api> => {
  const server = createFastify();
  const open = createOpenRequests();
  addGitDoor(server, deps);
  addRequestLog(server, deps);
  addFailures(server, deps);
  addJsonBodies(server);
  server.addSchema(ErrorBody);
  await addOpenApi(server, await versionOfSluice());
  await server.register(async (scope) =>
    registerRoutes({ server: scope, deps, open }, [
      ...createAccountRoutes(createAccountDesk(deps)),
      ...createAppRoutes(deps),
      ...createProcessRoutes(deps),
      ...createConfigRoutes(deps),
      ...createReleaseRoutes(deps),
      ...createDeployRoutes(deps),
      ...createLogRoutes(deps),
      ...createEventRoutes(deps),
      ...createPlatformRoutes(deps, () => server.swagger()),
    ]),
  );
  await server.ready();
  return {
    server,
    describe: () => server.swagger(),
    listen: (at) => listen(server, at),
    stop: async (graceMs = 2_000) => {
      open.abortAll();
      const cut = setTimeout(() => server.server.closeAllConnections(), graceMs);
      await server.close().finally(() => clearTimeout(cut));
    },
  };
};

const listen = async (server: FastifyInstance, { host, port }: { readonly host: string; readonly port: number }) => {
  try {
    await server.listen({ host, port });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
    throw new Fault('platform/port-taken', `Port ${port} of ${host} is taken.`, {
      hint: 'Choose another; 0 means any that is free.',
      data: { port },
      cause: error,
    });
  }
  const address = server.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : port };
};

/** One line per request. The route's pattern stands for the path, and no query: both may hold what nobody should read. */
const addRequestLog = (server: FastifyInstance, { log }: ApiDeps): void => {
  server.addHook('onResponse', async (request, reply) => {
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

const addFailures = (server: FastifyInstance, { log }: ApiDeps): void => {
  server.setErrorHandler((error, request, reply) => {
    const { status, body, headers, isOurs, fault } = toHttpError(error);
    if (isOurs) log.error(fault.message, { code: fault.code, route: request.routeOptions.url, error: fault });
    return reply.code(status).headers(headers).send(body);
  });
  server.setNotFoundHandler((request) => {
    throw new Fault('request/unknown-route', `There is no ${request.method} of this path here.`, {
      hint: 'GET /api/openapi.json describes every route.',
    });
  });
};

const versionOfSluice = async (): Promise<string> => {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};
