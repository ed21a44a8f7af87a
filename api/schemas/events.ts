import { type Static, Type } from '../typebox.ts';
import { Time } from './shared.ts';

export const EventData = Type.Object({
  sequence: Type.Integer(),
  kind: Type.String({ description: 'app-created, deploy-live, replica-crashed, ...' }),
  app: Type.String({ description: "The app's name" }),
  app_id: Type.String(),
  at: Time,
  by: Type.Optional(Type.String({ description: 'E-mail' })),
  deploy: Type.Optional(Type.String()),
  data: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
});

export const EventsQuery = Type.Object({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Events after this sequence number, oldest first. Absent: as a list the newest first, as a stream new ones only',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Of a list. Default: 100' })),
});

export type EventView = Static<typeof EventData>;
