import { type ClientRequest, type IncomingMessage, request as requestOf } from 'node:http';
import type { Socket } from 'node:net';
import type { Route } from '../router-control.ts';
import { answerPage } from './answer-page.ts';
import { type Exchange, mayRetry } from './exchange.ts';
import { toBackendHeaders, toTrailers } from './forward-headers.ts';
import { brokenReplica, noReplica } from './pages.ts';
import { relayAnswer, relayInformation } from './relay-answer.ts';
import { chooseBackend, type RouteTable } from './route-table.ts';
import { joinTunnel } from './tunnel.ts';
import type { Upstreams } from './upstreams.ts';
import type { Usage } from './usage.ts';

type Deps = { readonly table: RouteTable; readonly usage: Usage; readonly upstreams: Upstreams };

/**
 * Sends a request to a backend and its answer back, both as they stream. An attempt that fails before its answer begins is
 * made again where that is harmless (`mayRetry`); the route is read anew each time, so a retry follows a switch.
 */
export const createForwardRequest = ({ table, usage, upstreams }: Deps): ((exchange: Exchange) => void) => {
  const turns = new WeakMap<Route, number>();

  const attempt = (exchange: Exchange): void => {
    const { app, request, response, head } = exchange;
    const route = table.ofApp(app);
    const backends = route?.backends ?? [];
    const turn = route === undefined ? 0 : (turns.get(route) ?? 0);
    const backend = chooseBackend({ backends, tried: exchange.tried, inFlight: usage.count, turn });
    if (route === undefined || backend === undefined) return void answerPage(request, response, noReplica(head.id));
    turns.set(route, (turn + 1) % backends.length);
    exchange.attempts += 1;
    exchange.replica = backend.replica;
    const isFirst = exchange.attempts === 1 && head.upgrade === undefined;
    const upstream = requestOf({
      host: '127.0.0.1',
      port: backend.port,
      method: head.method,
      path: head.target,
      headers: toBackendHeaders(request, head),
      agent: isFirst ? upstreams.agentFor(backend.port, { mayBreak: head.replayable }) : upstreams.fresh,
      maxHeaderSize: 64 * 1024,
      insecureHTTPParser: false,
    });
    upstream.once('close', usage.take(backend.port));
    const stopWatching = abortWith(exchange, upstream);
    const progress = sendBody(exchange, upstream);

    upstream.on('error', (error: NodeJS.ErrnoException) => {
      stopWatching();
      if (response.destroyed) return;
      if (response.headersSent) return void breakOff(exchange);
      request.unpipe(upstream);
      exchange.tried.add(backend.port);
      const failure = { ...progress, malformed: error.code?.startsWith('HPE_') === true };
      if (mayRetry(failure, exchange, backends.length)) return void attempt(exchange);
      request.resume();
      answerPage(request, response, brokenReplica(head.id, reasonOf(error, failure.malformed)));
    });
    upstream.on('continue', () => head.expectsContinue && response.writeContinue());
    upstream.on('information', (information) => relayInformation(exchange, information));
    upstream.once('response', (answer) => {
      // Node's reader takes any three digits; below 200 no final answer is.
      if ((answer.statusCode ?? 0) < 200) {
        upstream.destroy();
        return void answerPage(request, response, brokenReplica(head.id, notHttp));
      }
      upstreams.learn(backend.port, answer);
      relayAnswer(exchange, answer);
    });
    upstream.once('upgrade', (answer, socket, fromBackend) => {
      stopWatching();
      if (exchange.upgrade === undefined) {
        socket.destroy();
        return void answerPage(request, response, brokenReplica(head.id, 'it switched to a protocol nobody asked for'));
      }
      socket.once('close', usage.take(backend.port));
      switchOver(exchange, answer, { socket, early: fromBackend });
    });
  };
  return attempt;
};

/** The backend's side is given up as soon as the client's is gone. */
const abortWith = ({ response }: Exchange, upstream: ClientRequest): (() => void) => {
  const abort = (): void => {
    if (!response.writableFinished) upstream.destroy();
  };
  response.once('close', abort);
  return () => response.off('close', abort);
};

/** Begins the body only once the connection stands, so that a refused one leaves it whole for the next attempt. */
const sendBody = ({ request, head }: Exchange, upstream: ClientRequest): { connected: boolean; bodyStarted: boolean } => {
  const progress = { connected: false, bodyStarted: false };
  const connected = (): void => {
    progress.connected = true;
    if (head.body === 'none') return;
    progress.bodyStarted = true;
    request.once('end', () => {
      if (head.body === 'chunked') upstream.addTrailers(toTrailers(request.rawTrailers));
      upstream.end();
    });
    request.pipe(upstream, { end: false });
  };
  upstream.once('socket', (socket) => {
    if (!socket.connecting) return connected();
    const timer = setTimeout(() => socket.destroy(new Error('it accepted no connection in 10 s')), 10_000);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      connected();
    });
  });
  if (head.body === 'none') upstream.end();
  else upstream.flushHeaders();
  return progress;
};

const switchOver = (exchange: Exchange, answer: IncomingMessage, backend: { readonly socket: Socket; readonly early: Buffer }): void => {
  const { response, upgrade } = exchange;
  if (upgrade === undefined || upgrade.socket.destroyed) return void backend.socket.destroy();
  exchange.endedAs = 101;
  response.detachSocket(upgrade.socket);
  joinTunnel({
    client: upgrade.socket,
    backend: backend.socket,
    answer,
    early: { fromClient: upgrade.early, fromBackend: backend.early },
  });
};

/** The answer has begun and can't be taken back: a cut connection tells the client that it isn't whole. */
const breakOff = (exchange: Exchange): void => {
  exchange.endedAs = 502;
  exchange.response.destroy();
};

const reasonOf = (error: NodeJS.ErrnoException, malformed: boolean): string => {
  if (malformed) return notHttp;
  if (error.code === 'ECONNREFUSED') return 'its replica refuses connections';
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return 'its replica closed the connection';
  return error.code ?? error.message;
};

const notHttp = 'what it sent is not HTTP';
