import { readFile } from 'node:fs/promises';
import { Fault } from '../core/index.ts';
import { createAccountDesk } from './accounts.ts';
import { addFailures, createFail } from './failures.ts';
import { createFastify, type FastifyInstance } from './fastify.ts';
import { addOpenApi } from './fastify-swagger.ts';
import { addGitDoor } from './git-door.ts';
import { addJsonBodies } from './json-body.ts';
import { createOpenRequests } from './open-requests.ts';
import type { ApiDeps } from './ports.ts';
import { registerRoutes } from './register-routes.ts';
import { addRequestLog } from './request-log.ts';
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
  const fail = createFail(deps);
  const server = createFastify(fail);
  const open = createOpenRequests();
  addRequestLog(server, deps);
  server.addHook('onRequest', async () => {
    if (open.isClosed()) throw new Fault('platform/unreachable', 'The server is stopping.', { hint: 'Try again in a moment.' });
  });
  addGitDoor(server, deps);
  addFailures(server, fail);
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
      open.close();
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

const versionOfSluice = async (): Promise<string> => {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};
