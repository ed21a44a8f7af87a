import { findCycles } from './cycles.ts';
import { packageOf, placeOf } from './places.ts';
import { importRules, mayUse, useRules } from './rules.ts';
import type { Source } from './typescript.ts';

export type Problem = { readonly path: string; readonly line: number; readonly rule: string; readonly message: string };

/** All that breaks a boundary in these files, in the order of the files. */
export const boundaryProblems = (sources: readonly Source[]): readonly Problem[] => {
  const problems = sources.flatMap((source) => [...importsOf(source), ...usesOf(source)]);
  const cycles = findCycles(sources).map((cycle) => ({
    path: cycle[0] ?? '',
    line: 1,
    rule: 'no-import-cycles',
    message: [...cycle, cycle[0]].join(' → '),
  }));
  return [...problems, ...twiceImported(sources), ...cycles].sort((one, other) =>
    one.path < other.path ? -1 : one.path > other.path ? 1 : one.line - other.line,
  );
};

const importsOf = ({ path, imports }: Source): readonly Problem[] =>
  imports.flatMap((imported) =>
    importRules.flatMap(({ rule, problem }) => {
      const message = problem(path, imported);
      return message === undefined ? [] : [{ path, line: imported.line, rule, message }];
    }),
  );

const usesOf = (source: Source): readonly Problem[] =>
  mayUse(source.path)
    ? []
    : useRules.flatMap(({ rule, message, lines }) => lines(source).map((line) => ({ path: source.path, line, rule, message })));

/** Two files of one room may both be named after a package; still only one may import it. */
const twiceImported = (sources: readonly Source[]): readonly Problem[] => {
  const first = new Map<string, string>();
  return sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const name = packageOf(specifier);
      if (name === undefined || placeOf(path) === 'test' || placeOf(path) === 'bench') return [];
      const key = `${placeOf(path)} ${name}`;
      const other = first.get(key) ?? path;
      first.set(key, other);
      return other === path ? [] : [{ path, line, rule: 'packages-have-one-file', message: `${name} is already imported by ${other}` }];
    }),
  );
};
