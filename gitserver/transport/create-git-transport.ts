import type { IncomingMessage, ServerResponse } from 'node:http';
import { asFault, Fault } from '../../core/index.ts';
import { advertise } from './advertise.ts';
import { answerFault, answerRpcFault, answerText } from './answer.ts';
import { type GitChild, type GitStart, startGit } from './driver/git-child.ts';
import { gitEnvironment, parseGitProtocol } from './driver/git-environment.ts';
import { parseCredentials } from './parse-credentials.ts';
import { parseRoute, type Route } from './parse-route.ts';
import { serveFetch } from './serve-fetch.ts';
import { servePush } from './serve-push.ts';
import type { Session, SessionDeps } from './session.ts';
import type { GitLimits, GitTransport, GitTransportDeps } from './types.ts';

const defaultLimits: GitLimits = {
  packBytes: 1024 ** 3,
  bodyBytes: 64 * 1024 ** 2,
  commandBytes: 4 * 1024 ** 2,
  refs: 10_000,
  idleMs: 120_000,
  stopMs: 10_000,
};

/** git over HTTP, to be mounted under any server that hands over request and response untouched. */
export const createGitTransport = (deps: GitTransportDeps): GitTransport => {
  const limits = { ...defaultLimits, ...deps.limits };
  const stopping = new AbortController();
  const children = new Set<GitChild>();
  const active = new Set<Promise<void>>();
  const start = async (what: GitStart) => {
    const child = await startGit(what);
    children.add(child);
    const forget = () => void children.delete(child);
    child.ended.then(forget, forget);
    return child;
  };
  const shared: SessionDeps = { ...deps, limits, start };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A connection that breaks is seen by the response's `close`; as an event without a listener it would end the process.
    request.on('error', () => {});
    response.on('error', () => {});
    response.setTimeout(limits.idleMs, () => request.socket.destroy());
    const signal = AbortSignal.any([stopping.signal, goneSignal(response)]);
    let route: Route | undefined;
    try {
      signal.throwIfAborted();
      const parsed = parseRoute({
        method: request.method ?? '',
        url: request.url ?? '',
        contentType: request.headers['content-type'] ?? '',
      });
      if (parsed.kind === 'no-route') return answerText(request, response, parsed);
      const { name, repository, service } = parsed;
      const caller = await deps.authorise(parseCredentials(request.headers.authorization), { name, repository, service });
      route = parsed;
      signal.throwIfAborted();
      const protocol = service === 'fetch' ? parseGitProtocol(request.headers['git-protocol']) : undefined;
      const environment = gitEnvironment({ searchPath: deps.searchPath, home: deps.folders.run, marker: deps.childMarker, protocol });
      const path = deps.repositoryPath(caller.app.id, repository);
      await serve(shared, { request, response, caller, repository, path, signal, environment }, route);
    } catch (error) {
      const fault = asFault(error);
      if (fault.code === 'bug') deps.log.error('a git request met a bug', { path: request.url, error: fault.details.cause });
      if (route?.step === 'rpc') answerRpcFault(request, response, fault);
      else answerFault(request, response, fault);
    }
  };

  return {
    handle: (request, response) => {
      const work = handle(request, response).finally(() => active.delete(work));
      active.add(work);
      return work;
    },
    stop: async () => {
      stopping.abort(new Fault('platform/unreachable', 'The platform is stopping.', { hint: 'Try again when it is up.' }));
      await settledWithin(active, limits.stopMs);
      for (const child of children) child.kill();
      await Promise.allSettled([...children].map(({ ended }) => ended));
    },
  };
};

const serve = (shared: SessionDeps, session: Session, { step, service }: Route): Promise<void> => {
  if (step === 'advertise') return advertise(shared, session, service);
  return service === 'fetch' ? serveFetch(shared, session) : servePush(shared, session);
};

/** Aborts when the connection closes before the answer is out. */
const goneSignal = (response: ServerResponse): AbortSignal => {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Fault('interrupted', 'The client disconnected.'));
  });
  return gone.signal;
};

const settledWithin = (work: Iterable<Promise<void>>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const over = () => {
      clearTimeout(timer);
      resolve();
    };
    Promise.allSettled(work).then(over, over);
  });
