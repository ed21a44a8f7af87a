import { createServer } from 'node:net';
import { Fault } from '../core/index.ts';

/** Throws `platform/port-taken` where the wanted port can't be listened on. 0 is never taken. */
export const probePort = async ({ host, port }: { readonly host: string; readonly port: number }): Promise<void> => {
  if (port === 0) return;
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, resolve);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Fault('platform/port-taken', `Port ${port} of ${host} is taken.`, { data: { port }, cause: error });
  }
  await new Promise((resolve) => server.close(resolve));
};
