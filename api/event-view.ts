import type { NamedEvent } from './database/database.ts';
import { formatTime } from './format-time.ts';
import type { EventView } from './schemas/events.ts';

/** An event as the API shows it. */
export const toEventView = (event: NamedEvent): EventView => ({
  sequence: event.sequence,
  kind: event.kind,
  app: event.appName,
  app_id: event.app,
  at: formatTime(event.at),
  ...(event.by === undefined ? {} : { by: event.by }),
  ...(event.deploy === undefined ? {} : { deploy: event.deploy }),
  ...(event.data === undefined ? {} : { data: { ...event.data } }),
});
