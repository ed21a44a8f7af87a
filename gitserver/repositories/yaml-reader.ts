import type { Place } from '../../core/index.ts';
import type { Problem, YamlEntry, YamlValue } from '../yaml.ts';

type MapValue = Extract<YamlValue, { kind: 'map' }>;

/** Collects problems while a file is read, so that its author sees all of them at once. */
export type Reader = {
  readonly problems: readonly Problem[];
  readonly complain: (at: Place, message: string) => void;
  /** The entries of a map by key; complains of other kinds and of keys not in `known`. */
  readonly map: (value: YamlValue | undefined, what: string, known?: readonly string[]) => ReadonlyMap<string, YamlEntry>;
  readonly text: (entry: YamlEntry | undefined) => string | undefined;
  /** A number from `from` to `to`, a whole multiple of `step`. */
  readonly number: (entry: YamlEntry | undefined, range: NumberRange) => number | undefined;
  readonly texts: (entry: YamlEntry | undefined) => readonly string[];
};

export type NumberRange = { readonly from: number; readonly to: number; readonly step: number };

export const createReader = (found: readonly Problem[] = []): Reader => {
  const problems: Problem[] = [...found];
  const complain = (at: Place, message: string): void => {
    problems.push({ at, message });
  };
  const text = (entry: YamlEntry | undefined): string | undefined => {
    if (entry === undefined) return undefined;
    if (entry.value.kind === 'scalar' && typeof entry.value.value === 'string') return entry.value.value;
    complain(entry.value.at, `«${entry.key}» must be text (put it in quotes if it looks like a number)`);
    return undefined;
  };
  return {
    problems,
    complain,
    map: (value, what, known) => {
      if (value === undefined) return new Map();
      if (value.kind !== 'map') {
        if (!isNothing(value)) complain(value.at, `${what} must be a map of names to values`);
        return new Map();
      }
      if (known !== undefined) refuseUnknown(value, known, complain);
      return new Map(value.entries.map((entry) => [entry.key, entry]));
    },
    text,
    number: (entry, range) => {
      if (entry === undefined) return undefined;
      const value = entry.value.kind === 'scalar' ? entry.value.value : undefined;
      if (typeof value === 'number' && isInRange(value, range)) return value;
      complain(entry.value.at, `«${entry.key}» must be ${describeRange(range)}`);
      return undefined;
    },
    texts: (entry) => {
      if (entry === undefined) return [];
      if (entry.value.kind !== 'list') {
        complain(entry.value.at, `«${entry.key}» must be a list`);
        return [];
      }
      return entry.value.items.flatMap((value) => text({ key: entry.key, at: value.at, value }) ?? []);
    },
  };
};

/** Steps are compared as decimals: 0.1 has no exact form in binary. */
export const isInRange = (value: number, { from, to, step }: NumberRange): boolean =>
  value >= from && value <= to && Math.abs(value / step - Math.round(value / step)) < 1e-6;

export const describeRange = ({ from, to, step }: NumberRange): string =>
  step === 1 ? `a whole number from ${from} to ${to}` : `a number from ${from} to ${to} in steps of ${step}`;

const isNothing = (value: YamlValue): boolean => value.kind === 'scalar' && value.value === null;

const refuseUnknown = (map: MapValue, known: readonly string[], complain: Reader['complain']): void => {
  for (const entry of map.entries) {
    if (!known.includes(entry.key)) complain(entry.at, `«${entry.key}» is not known here; known are ${known.join(', ')}`);
  }
};
