import { answerOnce } from './answer-once.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from './fastify.ts';
import type { OpenRequests } from './open-requests.ts';
import type { ApiDeps } from './ports.ts';
import { type Proof, prove } from './prove.ts';
import { convertQuery } from './query-text.ts';
import type { Route } from './route.ts';
import { schemaOf } from './route-schema.ts';
import { sendStream } from './send-stream.ts';
import { type Sent, toSent } from './sent.ts';

type Kit = { readonly server: FastifyInstance; readonly deps: ApiDeps; readonly open: OpenRequests };

/** The only way a route gets into the server: its action is authorised before a byte of its body is read. */
export const registerRoutes = ({ server, deps, open }: Kit, routes: readonly Route[]): void => {
  const proofs = new WeakMap<FastifyRequest, Proof>();
  const once = answerOnce(deps.database.idempotency);

  const add = (route: Route): void => {
    server.route({
      method: route.method,
      url: route.path,
      schema: schemaOf(route),
      config: { action: route.action },
      onRequest: async (request) => {
        proofs.set(request, await prove(deps, route.action, callOf(request)));
      },
      preValidation: async (request) => {
        request.query = convertQuery(request.query as Record<string, unknown>, route.query);
        // No body at all is `{}` too: what the schema asks for is then named as missing.
        if (route.body !== undefined) request.body ??= {};
      },
      handler: (request, reply) =>
        open.track(reply.raw, async (signal) => {
          const call = { ...callOf(request), ...proofs.get(request), query: request.query, body: request.body, signal };
          const work = () => route.handle(call);
          if (route.idempotent === true) return send(reply, await once(route, call, work));
          const answer = await work();
          return 'stream' in answer ? sendStream(reply, answer.stream, deps.log) : send(reply, toSent(route, answer));
        }),
    });
  };
  for (const route of routes) add(route);
};

const callOf = (request: FastifyRequest) => ({
  params: request.params as Record<string, string>,
  headers: request.headers as Record<string, string | undefined>,
  address: request.ip,
});

const send = (reply: FastifyReply, { status, body, deploy }: Sent): FastifyReply => {
  if (deploy !== undefined) reply.header('sluice-deploy', deploy);
  return reply.code(status).type('application/json; charset=utf-8').send(body);
};
