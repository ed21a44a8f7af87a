import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** One thing to run. `check`: one test, judged by its exit status. `suite`: ava, judged by the TAP it prints. */
export type Step = { readonly name: string; readonly kind: 'check' | 'suite'; readonly argv: readonly string[] };

/** What `npm test` runs, in order: static checks, then a suite per folder of test/, end to end last. */
export const listSteps = async (root: string): Promise<readonly Step[]> => {
  const folders = (await readdir(join(root, 'test'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names: string[] = [];
  for (const { name } of folders) if (await hasTests(join(root, 'test', name))) names.push(name);
  const ordered = [...names.filter((name) => name !== 'e2e').sort(), 'e2e'];
  return [...checks, ...ordered.map((name) => ({ name, kind: 'suite' as const, argv: ['ava', `test/${name}/**/*.test.ts`] }))];
};

const checks: readonly Step[] = [
  { name: 'lint', kind: 'check', argv: ['biome', 'ci', '--error-on-warnings', '--colors=off'] },
  { name: 'boundaries', kind: 'check', argv: ['node', 'scripts/boundaries.ts'] },
  { name: 'types', kind: 'check', argv: ['tsc', '--noEmit'] },
  { name: 'dead', kind: 'check', argv: ['knip'] },
];

const hasTests = async (folder: string): Promise<boolean> =>
  (await readdir(folder, { recursive: true })).some((path) => path.endsWith('.test.ts') && !path.split('/').includes('fixtures'));
