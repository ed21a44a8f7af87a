import type { App, Oid, SlugDigest } from './ids.ts';

/** How many, how large, and (where `app.yaml` overrides the Procfile) which command. `size` 1.0 asks for 1 GB and 0.2 of a core. */
export type ProcessShape = { readonly replicas: number; readonly size: number; readonly command?: string };

/** `path` given: HTTP GET must answer 2xx or 3xx there. Absent: a TCP connection to PORT suffices. */
export type HealthCheck = { readonly path?: string; readonly timeoutSeconds?: number };

/** What `app.yaml` says. */
export type Shape = {
  readonly processes: Readonly<Record<string, ProcessShape>>;
  readonly deployBranch?: string;
  /** Changing it restarts every replica. */
  readonly restart?: string;
  readonly health?: HealthCheck;
};

/** What `release.yaml` says: what runs. Written by the platform alone. */
export type ReleaseFile = {
  readonly slug: { readonly digest: SlugDigest; readonly sizeBytes: number };
  /** The source commit the slug was built from. */
  readonly source: Oid;
  /** Process type to command, from the Procfile or the buildpack's defaults. */
  readonly processes: Readonly<Record<string, string>>;
  readonly buildpacks: readonly string[];
  readonly stack: string;
  /** Version of templates/ it is rendered with. */
  readonly template: number;
};

export type Environment = Readonly<Record<string, string>>;

/** Desired state of an app at one config commit, decrypted. Without `release` nothing runs. */
export type Desired = {
  readonly app: App;
  /** The config commit. */
  readonly commit: Oid;
  /** Release number of that commit; 0 before the first slug. */
  readonly version: number;
  readonly shape: Shape;
  readonly release?: ReleaseFile;
  readonly environment: Environment;
};

/** Shape of a process type that `app.yaml` doesn't name: one `web`, none of any other. `release` never runs as a replica. */
export const shapeOf = (shape: Shape, processType: string): ProcessShape =>
  ownOf(shape.processes, processType) ?? { replicas: processType === 'web' ? 1 : 0, size: 0.5 };

/** The command of a process type: `app.yaml` over `release.yaml`. */
export const commandOf = (desired: Desired, processType: string): string | undefined =>
  ownOf(desired.shape.processes, processType)?.command ?? ownOf(desired.release?.processes ?? {}, processType);

/** What a record itself holds: people may name a process type `constructor`, which every object has from its prototype. */
const ownOf = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** Only `web` gets PORT, a health check on it, and traffic. */
export const hasPort = (processType: string): boolean => processType === 'web';
