import type { FastifyInstance } from './fastify.ts';
import { toHttpError } from './http-error.ts';
import type { ApiDeps } from './ports.ts';

/** `/shop.git/...`, `/shop.config.git/...`, also below the name of Gigalixir's git server, which its client looks for in remotes. */
const gitPath = /^\/(git\.gigalixir\.com\/)?[^/]+\.git(\/|$)/;

export const isGitPath = (url: string | undefined): boolean => gitPath.test((url ?? '').split('?')[0] ?? '');

/** Hands git's requests to git before anything of them is read. */
export const addGitDoor = (server: FastifyInstance, { git, log }: Pick<ApiDeps, 'git' | 'log'>): void => {
  server.addHook('onRequest', async (request, reply) => {
    if (!isGitPath(request.raw.url)) return;
    reply.hijack();
    try {
      await git.handle(request.raw, reply.raw);
    } catch (error) {
      const { status, body, headers, isOurs, fault } = toHttpError(error);
      if (isOurs) log.error(fault.message, { code: fault.code, error: fault });
      if (reply.raw.headersSent) reply.raw.destroy();
      else reply.raw.writeHead(status, headers).end(body);
    }
  });
};
