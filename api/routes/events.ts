import type { AppId } from '../../core/index.ts';
import { eventStream, resumeAfter, wantsEventStream } from '../event-stream.ts';
import { toEventView } from '../event-view.ts';
import { followEvents } from '../follow-events.ts';
import type { ApiDeps } from '../ports.ts';
import { type Answer, type Route, route } from '../route.ts';
import { EventData, EventsQuery, type EventView } from '../schemas/events.ts';
import { AppParams } from '../schemas/shared.ts';
import { Type } from '../typebox.ts';

type Asked = {
  readonly query: { readonly after?: number; readonly limit?: number };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** The event log, of one app or of all the caller may see: a list, or a stream that goes on. */
export const createEventRoutes = (deps: ApiDeps): readonly Route[] => {
  const answer = async (
    { query, headers, signal }: Asked,
    scope: { readonly app?: AppId; readonly owner: string },
  ): Promise<Answer<EventView[]>> => {
    const { events } = deps.database;
    if (wantsEventStream(headers)) {
      const after = resumeAfter(headers, query.after) ?? (await events.last());
      return { stream: eventStream(followEvents(events, { ...scope, after, signal }), signal) };
    }
    const after = query.after === undefined ? {} : { after: query.after };
    const found = await events.read({ ...after, ...scope, limit: query.limit ?? 100 });
    return { data: found.map(toEventView) };
  };
  return [
    route({
      method: 'GET',
      path: '/api/apps/:app/activity',
      action: 'activity:read',
      summary: 'What happened to an app',
      params: AppParams,
      query: EventsQuery,
      data: Type.Array(EventData),
      streams: ['text/event-stream'],
      handle: async (call) => answer(call, { app: call.app.id, owner: call.account.id }),
    }),
    route({
      method: 'GET',
      path: '/api/events',
      action: 'event:list',
      summary: 'What happened to the apps of the caller',
      query: EventsQuery,
      data: Type.Array(EventData),
      streams: ['text/event-stream'],
      handle: async (call) => answer(call, { owner: call.account.id }),
    }),
  ];
};
