import { type Static, Type } from '../typebox.ts';
import { Author, Time } from './shared.ts';

export const DeployData = Type.Object({
  id: Type.String(),
  kind: Type.String({ description: 'push, env, scale, restart or rollback' }),
  state: Type.String({ description: 'waiting, building, rolling, undoing; ended: live, failed, cancelled, undecided' }),
  by: Author,
  summary: Type.String(),
  created_at: Time,
  source: Type.Optional(Type.String()),
  commit: Type.Optional(Type.String()),
  version: Type.Optional(Type.Integer()),
  reason: Type.Optional(Type.String()),
  finished_at: Type.Optional(Time),
});

export const DeployParams = Type.Object({
  app: Type.String({ description: "The app's name" }),
  deploy: Type.String({ description: "The deploy's id" }),
});

export const DeploysQuery = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) });

export const DeployEventsQuery = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'Sequence number of the last line seen; Last-Event-ID means the same' })),
});

export const CancelledData = Type.Object({ id: Type.String(), state: Type.Literal('cancelled') });

export type DeployView = Static<typeof DeployData>;
