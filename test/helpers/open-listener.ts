import { type AddressInfo, createServer, type Server } from 'node:net';
import type { ExecutionContext } from 'ava';
import { Fault } from '../../core/index.ts';

/** Listens on a loopback port until the test ends, as the platform's servers do: a port that is taken is a `platform/port-taken`. */
export const openListener = async (
  t: ExecutionContext<unknown>,
  wanted: number,
): Promise<{ readonly port: number; readonly server: Server }> => {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Fault('platform/port-taken', `Port ${wanted} is taken.`, { cause: error }) : error),
    );
    server.listen(wanted, '127.0.0.1', resolve);
  });
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, server };
};
