import type { AppId } from '../core/index.ts';
import type { Events } from './database/database.ts';
import type { ServerEvent } from './event-stream.ts';
import { toEventView } from './event-view.ts';

type From = { readonly after: number; readonly app?: AppId; readonly owner: string; readonly signal: AbortSignal };

const batchSize = 200;

/** Every event of the log after `after`, then each new one, until aborted. None is missed and none comes twice. */
export async function* followEvents(events: Events, { after: start, signal, ...scope }: From): AsyncGenerator<ServerEvent> {
  let after = start;
  let wake = () => {};
  const stopListening = events.onAppended(() => wake());
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      // Armed before reading, so that an append during the read wakes us at once.
      const appended = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const seenTo = await events.last();
      const batch = await events.read({ ...scope, after, limit: batchSize });
      for (const event of batch) yield { id: event.sequence, event: 'event', data: toEventView(event) };
      after = batch.at(-1)?.sequence ?? after;
      if (batch.length === batchSize) continue;
      after = Math.max(after, seenTo);
      if (!signal.aborted) await appended;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopListening();
  }
}
