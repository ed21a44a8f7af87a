import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'ava';
import { boundaryProblems } from '../../scripts/boundaries/problems.ts';
import { readSources } from '../../scripts/boundaries/read-sources.ts';
import { importRules, useRules } from '../../scripts/boundaries/rules.ts';
import { parseSource } from '../../scripts/boundaries/typescript.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { readCanary } from './read-canary.ts';

const root = join(import.meta.dirname, '../..');
const rules = [...importRules.map(({ rule }) => rule), ...useRules.map(({ rule }) => rule), 'no-import-cycles'].sort();

test('this project keeps its boundaries', async (t) => {
  const sources = await readSources(root);
  t.true(sources.length > 100, `${sources.length} files were read`);
  t.deepEqual(boundaryProblems(sources), []);
});

test('every rule has a canary and every canary a rule', async (t) => {
  const names = (await readdir(join(import.meta.dirname, 'canaries'))).filter((name) => name.endsWith('.txt'));
  t.deepEqual(names.map((name) => name.replace('.txt', '')).sort(), rules);
});

for (const rule of rules) {
  test(`the canary of ${rule} is caught, and by no other rule`, async (t) => {
    const files = [...(await readCanary(rule))];
    const problems = boundaryProblems(files.map(([path, text]) => parseSource(path, text)));
    t.deepEqual([...new Set(problems.map((problem) => problem.rule))], [rule]);
    const caught = new Set(problems.map(({ path }) => path));
    const needed = rule === 'no-import-cycles' ? 1 : rule === 'packages-have-one-file' ? 2 : files.length;
    t.is(caught.size, needed, [...caught].join());
  });
}

test('what is allowed is not called a problem', (t) => {
  const good = {
    'core/index.ts': "import { randomBytes } from 'node:crypto';\nexport const random = randomBytes;",
    'builder/index.ts':
      "import { Fault } from '../core/index.ts';\nimport { readFile } from 'node:fs';\nexport const built = [Fault, readFile];",
    'builder/tar-stream.ts': "export { pack } from 'tar-stream';",
    'api/fastify-swagger.ts':
      "import swagger from '@fastify/swagger';\nimport type { Thing } from './thing.ts';\nexport const it = swagger as Thing;",
    'api/thing.ts':
      "import type { it } from './fastify-swagger.ts';\nexport type Thing = typeof it; const { pid } = process; export { pid };",
    'reconciler/index.ts': "export * from './engines/local/index.ts';",
    'platform.ts': "import { built } from './builder/index.ts';\nexport const platform = built;",
    'main.ts': "import { platform } from './platform.ts';\nconsole.log(platform, process.env);",
    'test/builder/pack.test.ts': "import test from 'ava';\nimport '../../builder/tar-stream.ts';\ntest('x', () => {});",
  };
  t.deepEqual(boundaryProblems(Object.entries(good).map(([path, text]) => parseSource(path, text))), []);
});

test('sources that are no TypeScript are read without falling over', (t) => {
  for (const text of [
    '',
    '\u0000\u0001',
    'import',
    'import {',
    'import x from',
    "import('",
    'export * from `x`',
    '}'.repeat(500),
    '('.repeat(500),
  ]) {
    t.is(parseSource('core/x.ts', text).path, 'core/x.ts');
  }
});

test('the tool fails on a bad program, and where it sees no file at all', async (t) => {
  const folder = await temporaryDirectory(t);
  const run = () =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const child = execFile(process.execPath, [join(root, 'scripts/boundaries.ts'), folder], (_error, output) =>
        resolve({ code: child.exitCode ?? -1, output }),
      );
    });
  t.is((await run()).code, 1, 'nothing was looked at');
  await mkdir(join(folder, 'core'));
  await writeFile(join(folder, 'core/index.ts'), 'export const one = 1;\n');
  t.is((await run()).code, 0);
  for (const [path, text] of await readCanary('core-has-no-effects')) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { code, output } = await run();
  t.is(code, 1);
  t.regex(output, /^core\/settings\.ts:1 {2}core-has-no-effects: /m);
});
