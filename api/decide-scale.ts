import { Fault } from '../core/index.ts';
import type { Scale } from './schemas/apps.ts';

type Amounts = { readonly replicas?: number; readonly size?: number };

/** What a scale request asks of each process type. `replicas` and `size` at the top mean web, as in Gigalixir's API. */
export const decideScale = (body: Scale): Readonly<Record<string, Amounts>> => {
  const wanted = new Map<string, Amounts>(Object.entries(body.processes ?? {}).map(([name, amounts]) => [name, amountsOf(amounts)]));
  if (body.replicas !== undefined || body.size !== undefined) {
    if (wanted.has('web')) {
      throw new Fault('request/invalid', 'web is scaled twice: at the top and under processes.', { hint: 'Leave one of them out.' });
    }
    wanted.set('web', amountsOf(body));
  }
  return Object.fromEntries(wanted);
};

const amountsOf = ({ replicas, size }: { readonly replicas?: number | undefined; readonly size?: number | undefined }): Amounts => ({
  ...(replicas === undefined ? {} : { replicas }),
  ...(size === undefined ? {} : { size }),
});
