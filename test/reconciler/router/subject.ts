import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, type IncomingHttpHeaders, type RequestListener, type RequestOptions, request as requestOf } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext, TestFn } from 'ava';
import { type AppId, newAppId, silentLog } from '../../../core/index.ts';
import { type Router, type RouterDeps, startRouter } from '../../../reconciler/engines/local/router/index.ts';
import type { Backend, Route } from '../../../reconciler/engines/local/router-control.ts';

/** A router process of its own in `folder`; ended with the test. */
export const openRouter = async (t: ExecutionContext<unknown>, folder: string, options: Partial<RouterDeps> = {}): Promise<Router> => {
  const router = await startRouter({ ...defaults, folder, ...options });
  t.teardown(() => router.shutdown());
  return router;
};

const defaults = { port: 0, node: { execPath: process.execPath, env: {} }, log: silentLog };

/** One router process for all tests of a file, each with an app of its own. */
export const shareRouter = (test: TestFn): { readonly router: () => Router; readonly folder: () => string } => {
  let folder = '';
  let router: Router | undefined;
  test.before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sl-'));
    router = await startRouter({ ...defaults, folder });
  });
  test.after.always(async () => {
    await router?.shutdown();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return {
    router: () => {
      if (router === undefined) throw new Error('the router did not start');
      return router;
    },
    folder: () => folder,
  };
};

/** An app at the router: its id, its host name, and the loopback port of its own. */
export type Served = { readonly app: AppId; readonly host: string; readonly port: number };

/** Routes a new app to these backend ports. */
export const serve = async (router: Router, ...ports: readonly number[]): Promise<Served> => {
  const app = newAppId();
  const host = `${app}.example.test`;
  const { port } = await router.set(routeTo({ app, host, port: 0 }, ...ports));
  return { app, host, port };
};

export const routeTo = ({ app, host, port }: Served, ...ports: readonly number[]): Route => ({
  app,
  hosts: [host],
  port,
  backends: ports.map((backend, index): Backend => ({ port: backend, replica: `web.${index + 1}` })),
});

/** An HTTP server in the place of a replica. */
export const openBackend = async (
  t: ExecutionContext<unknown>,
  listener: RequestListener,
): Promise<{ readonly port: number; readonly close: () => void }> => {
  const server = createServer(listener);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  t.teardown(close);
  return { port: await listen(server), close };
};

/** A TCP server in the place of a replica, for what no HTTP server would send. */
export const openRawBackend = async (
  t: ExecutionContext<unknown>,
  onSocket: (socket: Socket) => void,
): Promise<{ readonly port: number; readonly server: Server }> => {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: await listen(server), server };
};

export const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** A port nobody listens at. */
export const freePort = async (): Promise<number> => {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly trailers: NodeJS.Dict<string>;
  readonly body: string;
};

/** Sends one request and reads its whole answer; rejects when it breaks off. */
export const fetchFrom = (port: number, options: RequestOptions & { readonly body?: string | Buffer } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const request = requestOf({ host: '127.0.0.1', port, agent: false, ...rest }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          rawHeaders: answer.rawHeaders,
          trailers: answer.trailers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.once('error', reject);
    request.end(body);
  });

/** Sends bytes as they are and gives all that comes back until the other side closes, or until `enough` holds. */
export const exchangeRaw = (port: number, bytes: string | Buffer, enough: (received: string) => boolean = () => false): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(bytes));
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (enough(received)) socket.destroy();
    });
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(received));
  });

/** A client that keeps its connections, closed with the test. */
export const keepAliveAgent = (t: ExecutionContext<unknown>, maxSockets: number): Agent => {
  const agent = new Agent({ keepAlive: true, maxSockets });
  t.teardown(() => agent.destroy());
  return agent;
};
