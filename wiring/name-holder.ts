import { Fault, isFault } from '../core/index.ts';
import { portHolder } from '../system/index.ts';

/** Says who holds the server's port where it is taken, and which setting chooses another. The router says it of its own. */
export const namingHolder = async (error: unknown, port: number): Promise<unknown> => {
  if (!isFault(error, 'platform/port-taken')) return error;
  const holder = await portHolder(port);
  return new Fault('platform/port-taken', `Port ${port} is taken${holder === undefined ? '' : ` by ${holder}`}.`, {
    hint: 'Choose another with SLUICE_PORT=PORT (0: any free one), or stop the other program.',
    cause: error,
  });
};
