import { type Static, Type } from '../typebox.ts';

export const ConfigsData = Type.Record(Type.String(), Type.String(), { description: 'Name to value' });

const AvoidRestart = Type.Boolean({ description: 'True: accepted, not rolled out' });

export const SetConfigsBody = Type.Object({
  configs: Type.Optional(ConfigsData),
  key: Type.Optional(Type.String({ description: 'One variable, as clients before 1.0 send it' })),
  value: Type.Optional(Type.String()),
  avoid_restart: Type.Optional(AvoidRestart),
});

export const UnsetConfigsBody = Type.Object({
  key: Type.Optional(Type.String()),
  keys: Type.Optional(Type.Array(Type.String())),
  avoid_restart: Type.Optional(AvoidRestart),
});

export type SetConfigs = Static<typeof SetConfigsBody>;
export type UnsetConfigs = Static<typeof UnsetConfigsBody>;
