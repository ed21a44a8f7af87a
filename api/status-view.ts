import { type AppState, type Release, type Replica, type Shape, shapeOf } from '../core/index.ts';
import type { OwnedApp } from './database/database.ts';
import { formatTime } from './format-time.ts';
import { placement } from './placement.ts';
import type { ApiDeps } from './ports.ts';
import { bare } from './route.ts';
import type { Status } from './schemas/apps.ts';

/** How many releases back the commit of a replica is looked for. */
const releasesRead = 20;

/** What is wanted and what runs, in the shape of Gigalixir's `ps`, where pods are replicas of web; then what we know beyond it. */
export const describeStatus = async (deps: Pick<ApiDeps, 'control' | 'replicas' | 'addresses'>, app: OwnedApp): Promise<Status> => {
  const [state, replicas, urls] = await Promise.all([deps.control.state(bare(app)), deps.replicas(app.id), deps.addresses(bare(app))]);
  const releases = replicas.length === 0 ? [] : await deps.control.releases(bare(app), releasesRead);
  return toStatus({ name: app.name, state, replicas, releases, urls });
};

type Known = {
  readonly name: string;
  readonly state: AppState;
  readonly replicas: readonly Replica[];
  readonly releases: readonly Release[];
  readonly urls: readonly string[];
};

/** Pure: everything known of an app, as one answer. */
const toStatus = ({ name, state, replicas, releases, urls }: Known): Status => {
  const web = shapeOf(state.shape, 'web');
  const pods = replicas.filter((replica) => replica.processType === 'web');
  const { pending, appliedVersion } = state;
  return {
    unique_name: name,
    ...placement,
    size: web.size,
    replicas_desired: web.replicas,
    replicas_running: pods.filter((replica) => replica.state === 'healthy').length,
    pods: pods.map((replica) => toPod(replica, releases)),
    urls: [...urls],
    wanted_version: state.version,
    ...(appliedVersion === undefined ? {} : { running_version: appliedVersion }),
    ...(pending === undefined
      ? {}
      : {
          pending_deploy: {
            id: pending.id,
            kind: pending.kind,
            state: pending.state,
            summary: pending.summary,
            by: pending.by.email,
            created_at: formatTime(pending.createdAt),
          },
        }),
    processes: processesOf(state.shape, state.processes, replicas),
    replicas: replicas.map(toReplicaView),
  };
};

const words = { healthy: 'Healthy', starting: 'Starting', stopping: 'Stopping', crashed: 'Crashed' } as const;

const toPod = (replica: Replica, releases: readonly Release[]): Status['pods'][number] => ({
  name: replica.name,
  version: String(replica.version),
  sha: releases.find((release) => release.version === replica.version)?.source ?? '',
  status: words[replica.state],
  lastState: replica.lastExit === undefined ? {} : { terminated: { reason: replica.lastExit } },
});

const toReplicaView = (replica: Replica): Status['replicas'][number] => ({
  name: replica.name,
  process: replica.processType,
  version: replica.version,
  state: replica.state,
  size: replica.size,
  started_at: formatTime(replica.startedAt),
  restarts: replica.restarts,
  ...(replica.lastExit === undefined ? {} : { last_exit: replica.lastExit }),
});

const processesOf = (shape: Shape, commands: Readonly<Record<string, string>>, replicas: readonly Replica[]): Status['processes'] => {
  const names = new Set(['web', ...Object.keys(commands), ...Object.keys(shape.processes)]);
  // Run once per deploy by the protocol, never as a replica.
  names.delete('release');
  const one = (name: string) => {
    const { replicas: wanted, size, command: override } = shapeOf(shape, name);
    const command = override ?? commands[name];
    const running = replicas.filter((replica) => replica.processType === name && replica.state === 'healthy').length;
    return { replicas: wanted, running, size, ...(command === undefined ? {} : { command }) };
  };
  return Object.fromEntries([...names].map((name) => [name, one(name)]));
};
