import type { AppId, DeployId, SlugDigest, Stamp } from '../../../core/index.ts';
import type { Kept } from './keeper/protocol.ts';

/** What the engine remembers of a replica, in the keeper: it must be as long-lived as the replica, and no longer. */
export type ReplicaMeta = {
  readonly kind: 'replica';
  readonly app: AppId;
  readonly name: string;
  readonly processType: string;
  readonly stamp: Stamp;
  readonly version: number;
  /** The deploy that started it. */
  readonly deploy: DeployId;
  /** 0: none. */
  readonly port: number;
  readonly size: number;
  readonly slug: SlugDigest;
  /** Part of a version that is or was live. */
  readonly serving: boolean;
};

/** A one-off process, or a release phase. */
export type RunMeta = {
  readonly kind: 'run';
  readonly app: AppId;
  readonly id: string;
  readonly process: string;
  readonly slug: SlugDigest;
};

export type KeptReplica = { readonly kept: Kept; readonly meta: ReplicaMeta };

/** The replicas of an app among what the keeper keeps, by name and age. */
export const replicasOf = (kept: Iterable<Kept>, app: AppId): readonly KeptReplica[] =>
  [...kept]
    .flatMap((entry) => {
      const meta = metaOf(entry);
      return meta.kind === 'replica' && meta.app === app ? [{ kept: entry, meta }] : [];
    })
    .sort((one, other) => byName(one.meta.name, other.meta.name) || one.kept.startedAt - other.kept.startedAt);

/** What the engine handed to the keeper of this folder comes back as it was. */
export const metaOf = (kept: Kept): ReplicaMeta | RunMeta => kept.meta as ReplicaMeta | RunMeta;

/** `web.2` before `web.10`. */
export const byName = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

export const indexOf = (name: string): number => Number(name.slice(name.lastIndexOf('.') + 1));
