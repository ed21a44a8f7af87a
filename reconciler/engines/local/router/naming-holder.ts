import { Fault, isFault } from '../../../../core/index.ts';
import { portHolder } from '../../../../system/index.ts';

/** A `platform/port-taken` of the router, told with the process that has the port; any other error as it is. */
export const namingHolder = async (error: unknown): Promise<unknown> => {
  const port = isFault(error, 'platform/port-taken') ? Number(error.details.data?.['port']) : Number.NaN;
  if (!Number.isInteger(port)) return error;
  const holder = await portHolder(port);
  return new Fault('platform/port-taken', `The router can't listen on port ${port}: ${holder ?? 'another process'} has it.`, {
    hint: 'End that process, or choose another port with SLUICE_ROUTER_PORT (0: any free one).',
    data: { port },
    cause: error,
  });
};
