import { Fault, isFault } from '../core/index.ts';
import { portHolder } from '../system/index.ts';

/** Says who holds a port that is taken, and which setting chooses another. */
export const namingHolder = async (error: unknown, port: number, setting: string): Promise<unknown> => {
  if (!isFault(error, 'platform/port-taken')) return error;
  const holder = await portHolder(port);
  return new Fault('platform/port-taken', `Port ${port} is taken${holder === undefined ? '' : ` by ${holder}`}.`, {
    hint: `Choose another with ${setting}=PORT (0: any free one), or stop the other program.`,
    cause: error,
  });
};
