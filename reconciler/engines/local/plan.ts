import type { DeployId, Stamp } from '../../../core/index.ts';
import type { Difference } from '../../engine.ts';
import { byName, indexOf } from './replica.ts';
import type { Wanted } from './wanted.ts';

/** A replica as far as a plan is concerned. `leaving`: being stopped, or about to be. */
export type Present = {
  readonly key: string;
  readonly name: string;
  readonly processType: string;
  readonly stamp: Stamp;
  readonly deploy: DeployId;
  readonly serving: boolean;
  readonly leaving: boolean;
};

/** `keep` stay as they are, `start` are names of new ones; `stop` go only when all new ones are healthy. */
export type Plan = {
  readonly keep: readonly string[];
  readonly start: readonly { readonly name: string; readonly wanted: Wanted }[];
  readonly stop: readonly string[];
};

/**
 * Which replicas stay, start and stop, so that `present` becomes `wanted`. One of equal stamp stays, the ones that serve and the lowest
 * names first. With `force` only those stay that this very deploy has started (it is being resumed).
 */
export const plan = (
  wanted: readonly Wanted[],
  present: readonly Present[],
  options: { readonly deploy: DeployId; readonly force: boolean },
): Plan => {
  const keep = new Set<string>();
  const start: { name: string; wanted: Wanted }[] = [];
  for (const type of wanted) {
    const fit = present
      .filter(({ processType, stamp, leaving }) => processType === type.processType && stamp === type.stamp && !leaving)
      .filter(({ deploy }) => !options.force || deploy === options.deploy)
      .sort((one, other) => Number(other.serving) - Number(one.serving) || byName(one.name, other.name));
    const kept = oneOfEachName(fit).slice(0, type.replicas);
    for (const { key } of kept) keep.add(key);
    const taken = new Set(kept.map(({ name }) => indexOf(name)));
    for (let index = 1; kept.length + start.filter((one) => one.wanted === type).length < type.replicas; index += 1) {
      if (!taken.has(index)) start.push({ name: `${type.processType}.${index}`, wanted: type });
    }
  }
  return { keep: [...keep], start, stop: present.filter(({ key }) => !keep.has(key)).map(({ key }) => key) };
};

/** What would change, for people: by process type, against the replicas that serve. */
export const differences = (wanted: readonly Wanted[], present: readonly Present[]): readonly Difference[] => {
  const serving = present.filter((one) => one.serving && !one.leaving);
  const types = new Set([...wanted.map(({ processType }) => processType), ...serving.map(({ processType }) => processType)]);
  return [...types].sort().flatMap((processType): Difference[] => {
    const want = wanted.find((one) => one.processType === processType);
    const have = serving.filter((one) => one.processType === processType);
    const to = want?.replicas ?? 0;
    const same = have.filter(({ stamp }) => stamp === want?.stamp).length;
    if (to === 0) return have.length === 0 ? [] : [{ kind: 'stop', processType, replicas: have.length }];
    if (have.length === 0) return [{ kind: 'start', processType, replicas: to }];
    if (same < have.length) return [{ kind: 'replace', processType, replicas: to }];
    return have.length === to ? [] : [{ kind: 'scale', processType, from: have.length, to }];
  });
};

const oneOfEachName = (sorted: readonly Present[]): readonly Present[] => {
  const names = new Set<string>();
  return sorted.filter(({ name }) => !names.has(name) && names.add(name));
};
