import { type Static, Type } from '../typebox.ts';
import { Time } from './shared.ts';

export const AppData = Type.Object({
  unique_name: Type.String(),
  id: Type.String(),
  size: Type.Number({ description: 'Of a web replica: 1.0 asks for 1 GB of memory' }),
  replicas: Type.Integer({ description: 'Wanted web replicas' }),
  stack: Type.String(),
  cloud: Type.String(),
  region: Type.String(),
  version: Type.Integer({ description: 'Newest release; 0 before the first' }),
  created_at: Time,
  urls: Type.Array(Type.String()),
  problem: Type.Optional(Type.String({ description: 'In lists: why the rest of this app could not be read; its numbers are then 0' })),
});

export const NewAppBody = Type.Object({
  unique_name: Type.Optional(Type.String({ description: 'Absent: two words are chosen' })),
});

export const DestroyedData = Type.Object({ unique_name: Type.String(), id: Type.String() });

const Pod = Type.Object({
  name: Type.String(),
  version: Type.String(),
  sha: Type.String(),
  status: Type.String({ description: 'Healthy, Starting, Stopping or Crashed' }),
  lastState: Type.Record(Type.String(), Type.Unknown()),
});

const Replica = Type.Object({
  name: Type.String(),
  process: Type.String(),
  version: Type.Integer(),
  state: Type.String({ description: 'starting, healthy, stopping or crashed' }),
  size: Type.Number(),
  started_at: Time,
  restarts: Type.Integer(),
  last_exit: Type.Optional(Type.String()),
});

const ProcessStatus = Type.Object({
  replicas: Type.Integer({ description: 'Wanted' }),
  running: Type.Integer({ description: 'Healthy now' }),
  size: Type.Number(),
  command: Type.Optional(Type.String()),
});

const PendingDeploy = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  state: Type.String(),
  summary: Type.String(),
  by: Type.String({ description: 'E-mail' }),
  created_at: Time,
});

export const StatusData = Type.Object({
  unique_name: Type.String(),
  cloud: Type.String(),
  region: Type.String(),
  stack: Type.String(),
  size: Type.Number(),
  replicas_desired: Type.Integer(),
  replicas_running: Type.Integer(),
  pods: Type.Array(Pod, { description: 'Replicas of web' }),
  urls: Type.Array(Type.String()),
  wanted_version: Type.Integer(),
  running_version: Type.Optional(Type.Integer({ description: 'Absent: nothing runs' })),
  pending_deploy: Type.Optional(PendingDeploy),
  processes: Type.Record(Type.String(), ProcessStatus),
  replicas: Type.Array(Replica, { description: 'Of every process type' }),
});

const Count = Type.Integer({ minimum: 0 });

export const ScaleBody = Type.Object({
  replicas: Type.Optional(Count),
  size: Type.Optional(Type.Number()),
  processes: Type.Optional(
    Type.Record(Type.String(), Type.Object({ replicas: Type.Optional(Count), size: Type.Optional(Type.Number()) }), {
      description: 'By process type. `replicas` and `size` beside it mean web',
    }),
  ),
});

export const ScaleData = Type.Object({
  unique_name: Type.String(),
  replicas: Type.Integer(),
  size: Type.Number(),
  processes: Type.Record(Type.String(), Type.Object({ replicas: Type.Integer(), size: Type.Number() })),
});

export const RestartData = Type.Object({ unique_name: Type.String(), version: Type.Integer() });

export type AppView = Static<typeof AppData>;
export type Status = Static<typeof StatusData>;
export type Scale = Static<typeof ScaleBody>;
