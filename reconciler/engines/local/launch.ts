import { join } from 'node:path';
import { type DeployId, type Desired, hasPort, randomWord, startCommand } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { appLog } from './logs/files.ts';
import type { ReplicaMeta } from './replica.ts';
import { replicaEnvironment } from './replica-environment.ts';
import type { Wanted } from './wanted.ts';

export type Launch = {
  readonly desired: Desired;
  readonly deploy: DeployId;
  readonly name: string;
  readonly wanted: Wanted & { readonly command: string };
  /** True: part of what is live already, restarted when it ends. False: on trial. */
  readonly serving: boolean;
};

/** Starts one replica and gives its key. Its end, even a failure to start, is an event of the keeper. */
export const launch = async (context: Context, { desired, deploy, name, wanted, serving }: Launch): Promise<string> => {
  const { app, version, release, environment } = desired;
  if (release === undefined) throw new Error('nothing to launch without a release');
  const { processType, stamp, size, command } = wanted;
  const port = hasPort(processType) ? await context.ports.take() : 0;
  const tree = context.trees.pathOf(release.slug.digest);
  const scratch = scratchFolder(context.folder);
  const key = `${app.id}.${deploy}.${name}.${randomWord(4)}`;
  const meta: ReplicaMeta = {
    kind: 'replica',
    app: app.id,
    name,
    processType,
    stamp,
    version,
    deploy,
    port,
    size,
    slug: release.slug.digest,
    serving,
  };
  await context.keeper.start({
    key,
    meta,
    ...startCommand({ tree, command }),
    cwd: tree,
    env: replicaEnvironment(context.baseEnvironment, environment, { app: app.name, name, version, tree, scratch, port }),
    scratch,
    log: { file: appLog(context.folder, app.id), process: name, version },
    restart: serving,
    stream: false,
  });
  return key;
};

/** A folder of its own for each process, with a short path: programs put sockets there. The keeper makes and removes it. */
export const scratchFolder = (folder: string): string => join(folder, 'scratch', randomWord(6));
