import type { Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { Fault, type Log } from '../../../../core/index.ts';

/** The sockets at which one HTTP server is reached: a shared one and one per app. */
export type Listeners = {
  /** Listens at host and port; 0 chooses one. Resolves to the port. Throws `platform/port-taken` with `data.port`. */
  readonly open: (at: { readonly host: string; readonly port: number }) => Promise<number>;
  readonly has: (port: number) => boolean;
  /** Takes no new connection at this port any more; those it has go on. */
  readonly close: (port: number) => void;
  readonly closeAll: () => void;
};

export const createListeners = ({ http, log }: { readonly http: HttpServer; readonly log: Log }): Listeners => {
  const servers = new Map<number, Server>();
  const inject = createServer.bind(
    undefined,
    { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 },
    (socket) => {
      http.emit('connection', socket);
    },
  );
  // The server itself never listens; this starts its watch over heads that don't come.
  http.emit('listening');
  const close = (port: number): void => {
    servers.get(port)?.close();
    servers.delete(port);
  };
  return {
    open: async ({ host, port }) => {
      const server = inject();
      const opened = port === 0 ? await listenAnywhere(server, host) : await listen(server, { host, port });
      // Out of descriptors, say: the connection is lost, the listener isn't.
      server.on('error', (error) => log.warn('a connection could not be accepted', { port: opened, error }));
      servers.set(opened, server);
      return opened;
    },
    has: (port) => servers.has(port),
    close,
    closeAll: () => {
      for (const port of [...servers.keys()]) close(port);
    },
  };
};

/**
 * A port chosen here is found again after a restart, so it is not one that the system lends to outgoing connections
 * (ip_local_port_range begins at 32768), nor one of the replicas' (from 20000).
 */
const listenAnywhere = async (server: Server, host: string): Promise<number> => {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    try {
      return await listen(server, { host, port: 18_000 + Math.floor(Math.random() * 2_000) });
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'platform/port-taken') throw error;
    }
  }
  return listen(server, { host, port: 0 });
};

const listen = (server: Server, at: { readonly host: string; readonly port: number }): Promise<number> =>
  new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(toFault(error, at));
    server.once('error', fail);
    server.listen({ ...at, backlog: 4096, exclusive: true }, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : at.port);
    });
  });

const toFault = (error: NodeJS.ErrnoException, { host, port }: { readonly host: string; readonly port: number }): Error => {
  if (error.code === 'EADDRINUSE') {
    return new Fault('platform/port-taken', `Port ${port} of ${host} is taken.`, { data: { port }, cause: error });
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    const reason = error.code === 'EACCES' ? 'this user may not use that port' : 'this machine has no such address';
    return new Fault('platform/invalid-setting', `The router can't listen at ${host}:${port}: ${reason}.`, {
      hint: 'Choose another port with SLUICE_ROUTER_PORT (0: any free one), or another address with SLUICE_HOST.',
      cause: error,
    });
  }
  return error;
};
