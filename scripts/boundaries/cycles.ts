import type { Source } from './typescript.ts';

/** Circles of imports that remain at run time, each told once, from the file that comes first. */
export const findCycles = (sources: readonly Source[]): readonly (readonly string[])[] => {
  const edges = new Map(
    sources.map(({ path, imports }) => [path, imports.flatMap(({ target, isType }) => (target === undefined || isType ? [] : [target]))]),
  );
  const done = new Set<string>();
  const cycles = new Map<string, readonly string[]>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const cycle = turned(trail.slice(at));
      cycles.set(cycle.join(' '), cycle);
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return [...cycles.values()];
};

const turned = (cycle: readonly string[]): readonly string[] => {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '');
  return [...cycle.slice(first), ...cycle.slice(0, first)];
};
