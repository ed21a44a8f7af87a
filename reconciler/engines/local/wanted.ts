import { createHmac } from 'node:crypto';
import { commandOf, type Desired, hasPort, type SlugDigest, type Stamp, shapeOf } from '../../../core/index.ts';

/** What ought to run of one process type. `command` absent: it has none, and can't run. */
export type Wanted = {
  readonly processType: string;
  readonly replicas: number;
  readonly size: number;
  readonly command?: string;
  readonly stamp: Stamp;
};

/** Every process type of a desired state with its stamp, by name. Nothing without a release. `release` is no replica. */
export const wantedOf = (desired: Desired, key: Buffer): readonly Wanted[] => {
  const { release, shape } = desired;
  if (release === undefined) return [];
  const types = new Set([...Object.keys(release.processes), ...Object.keys(shape.processes)]);
  types.delete('release');
  return [...types].sort().map((processType) => {
    const { replicas, size } = shapeOf(shape, processType);
    const command = commandOf(desired, processType);
    const stamp = stampOf(desired, { processType, size, command, digest: release.slug.digest, template: release.template }, key);
    return { processType, replicas, size, ...(command === undefined ? {} : { command }), stamp };
  });
};

/**
 * Hash of all that a replica is made of. Keyed, since stamps stand on disk and in answers: without the key nobody can find a value by
 * trying. The number of replicas, the commit and the release number are not in it.
 */
const stampOf = (
  { environment, shape }: Desired,
  made: {
    readonly processType: string;
    readonly size: number;
    readonly command: string | undefined;
    readonly digest: SlugDigest;
    readonly template: number;
  },
  key: Buffer,
): Stamp => {
  const variables = Object.keys(environment)
    .sort()
    .map((name) => [name, environment[name]]);
  const health = hasPort(made.processType) ? [shape.health?.path ?? null, shape.health?.timeoutSeconds ?? null] : [];
  const parts = [made.digest, variables, made.command ?? null, made.size, health, made.template, shape.restart ?? null, made.processType];
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, 40) as Stamp;
};
