import type { Environment } from '../../../core/index.ts';

export type ReplicaPlace = {
  readonly app: string;
  /** `web.1`. */
  readonly name: string;
  readonly version: number;
  readonly tree: string;
  readonly scratch: string;
  /** 0: none. */
  readonly port: number;
};

/** The whole environment of a replica. The app's own values win, except for PORT. Nothing of the server's environment but `base`. */
export const replicaEnvironment = (
  base: Readonly<Record<string, string>>,
  environment: Environment,
  { app, name, version, tree, scratch, port }: ReplicaPlace,
): Readonly<Record<string, string>> => ({
  ...base,
  HOME: tree,
  TMPDIR: scratch,
  DYNO: name,
  SLUICE_APP: app,
  SLUICE_PROCESS: name,
  SLUICE_RELEASE: `v${version}`,
  ...environment,
  ...(port === 0 ? {} : { PORT: String(port) }),
});
