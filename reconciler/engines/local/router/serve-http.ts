import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AppId } from '../../../../core/index.ts';
import type { AccessLog } from './access-log.ts';
import { answerPage } from './answer-page.ts';
import { type Exchange, toLogText } from './exchange.ts';
import { badRequest, unknownHost } from './pages.ts';
import { isTunnel, readRequestHead } from './request-head.ts';
import type { RouteTable } from './route-table.ts';

type Deps = {
  readonly table: RouteTable;
  readonly accessLog: AccessLog;
  readonly forward: (exchange: Exchange) => void;
  readonly now: () => number;
};

/**
 * The HTTP side of the router: finds the app of each request, by the port it came in at or by its host, and hands it on. Not
 * listening yet. Connections may last, and be as many, as they like; only a head must come whole within a minute.
 */
export const createHttpServer = ({ table, accessLog, forward, now }: Deps): Server => {
  const serve = (request: IncomingMessage, response: ServerResponse, upgrade?: Exchange['upgrade']): void => {
    response.on('error', () => response.destroy());
    const head = readRequestHead(request);
    if ('reason' in head) {
      response.shouldKeepAlive = false;
      return void answerPage(request, response, badRequest(head));
    }
    const route = table.ofPort(request.socket.localPort ?? 0) ?? table.ofHost(head.host);
    if (route === undefined) return void answerPage(request, response, unknownHost(head.authority));
    const startedAt = now();
    const exchange: Exchange = {
      ...{ app: route.app, request, response, head, startedAt, tried: new Set<number>(), attempts: 0, replica: '-', sentBytes: 0 },
      ...(upgrade === undefined ? {} : { upgrade }),
    };
    logAtEnd(exchange, route.app);
    forward(exchange);
  };

  const logAtEnd = (exchange: Exchange, app: AppId): void => {
    const { response, upgrade } = exchange;
    (upgrade?.socket ?? response).once('close', () => {
      if (upgrade !== undefined) exchange.sentBytes = upgrade.socket.bytesWritten;
      const status = exchange.endedAs ?? (response.writableFinished ? response.statusCode : 499);
      if (table.ofApp(app) !== undefined) accessLog.write(app, toLogText(exchange, status, now()));
    });
  };

  const server = createServer(
    {
      maxHeaderSize: 32 * 1024,
      insecureHTTPParser: false,
      requestTimeout: 0,
      headersTimeout: 60_000,
      keepAliveTimeout: 75_000,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      shouldUpgradeCallback: isTunnel,
    },
    serve,
  );
  // Node drops headers past this number without a word; the limit in bytes holds anyway.
  server.maxHeadersCount = 0;
  server.on('checkContinue', serve);
  server.on('upgrade', (request, socket, early) => {
    serve(request, responseOn(request, socket as Socket), { socket: socket as Socket, early });
  });
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n');
  });
  return server;
};

/** Node gives no response object with an upgrade; this one is for answers that don't switch, and closes the connection after them. */
const responseOn = (request: IncomingMessage, socket: Socket): ServerResponse => {
  const response = new ServerResponse(request);
  socket.on('error', () => socket.destroy());
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  const drain = (): void => void response.emit('drain');
  socket.on('drain', drain);
  response.once('finish', () => {
    response.detachSocket(socket);
    socket.off('drain', drain);
    socket.destroySoon();
  });
  return response;
};
