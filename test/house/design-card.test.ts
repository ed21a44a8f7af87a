import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { listFiles, root } from './list-files.ts';

/** What the project was asked to be; each must have a row. */
const asked = [
  ...['gitserver/', 'reconciler/', 'builder/', 'tui/', 'manifests/', 'templates/', 'test/'],
  ...[
    'node-git-server',
    'isomorphic-git',
    'yaml',
    'fastify',
    '@kubernetes/client-node',
    'openapi-fetch',
    'sops',
    'age',
    'execa',
    'ssh2',
    'ink',
    'stripe',
    'ava',
  ],
];

const rows = (await readFile(join(root, 'docs/design-card.md'), 'utf8'))
  .split('\n')
  .filter((line) => /^\| `/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('everything that was asked for has a row', (t) => {
  const named = rows.flatMap(([, what = '']) => [...what.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  t.deepEqual(
    asked.filter((name) => !named.includes(name)),
    [],
  );
});

test('every row names a file or test that exists, or says that it is planned', async (t) => {
  const files = await listFiles();
  t.true(rows.length >= asked.length - 2);
  for (const [, what, where = '', shown = ''] of rows) {
    const paths = [...shown.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
    t.true(paths.length > 0 || /^planned\b/.test(shown), `${what}: names nothing`);
    for (const path of paths)
      t.true(
        files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`)),
        `${what}: there is no ${path}`,
      );
    t.not(where, '', `${what} says where it stands`);
  }
});

test('departures come first, and each has its reason', (t) => {
  const departs = rows.map(([, , where = '']) => where.startsWith('departs'));
  t.true(departs.includes(true));
  t.deepEqual(
    departs,
    [...departs].sort((one, other) => Number(other) - Number(one)),
  );
  for (const [, what, where = ''] of rows.filter((_, index) => departs[index])) t.regex(where, /^departs: .{20,}/, what);
});
