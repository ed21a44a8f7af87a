import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { listFiles, root } from './list-files.ts';

const textFiles = async (): Promise<readonly (readonly [path: string, text: string])[]> => {
  const paths = (await listFiles()).filter((path) => /\.(?:ts|tsx|js|json|md|yaml|yml|sh)$|^\.ci\/|^bin\/|\/bin\/|Procfile$/.test(path));
  const read = paths.map(async (path) => [path, await readFile(join(root, path), 'utf8').catch(() => '')] as const);
  return Promise.all(read);
};

/** In pieces, so that this file doesn't name what it looks for. */
const hosts = ['registry npmjs', 'registry yarnpkg', 'pypi org', 'files pythonhosted', 'repo hex', 'proxy golang'].map((words) =>
  words.replace(' ', '.'),
);
const folders = ['work', 'root', 'home/[a-z]+', 'Users/[a-z]+'];

/** Hosts of package registries, and folders of one machine. */
const forbidden: readonly (readonly [what: string, pattern: RegExp, examples: readonly string[]])[] = [
  ['a registry', new RegExp(hosts.join('|').replaceAll('.', '\\.')), hosts.map((host) => `"https://${host}/x"`)],
  [
    'a folder of a machine',
    new RegExp(`(?:^|[\\s"'\`(=:])/(?:${folders.join('|')})/`),
    folders.map((folder) => `cd '/${folder.replace('[a-z]+', 'me')}/x'`),
  ],
];

for (const [what, pattern] of forbidden) {
  test(`no file names ${what}`, async (t) => {
    const files = await textFiles();
    t.true(files.length > 100, `${files.length} files were read`);
    const found = files.flatMap(([path, text]) =>
      text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [])),
    );
    t.deepEqual(found, []);
  });
}

test('the patterns for what no file may name do match it', (t) => {
  for (const [, pattern, examples] of forbidden) for (const example of examples) t.regex(example, pattern);
});

test('half of the source files are shorter than 90 lines', async (t) => {
  const sources = (await textFiles()).filter(
    ([path]) => /^(?:core|system|gitserver|builder|reconciler|api|tui|scripts)\/.*\.tsx?$/.test(path) && !path.includes('/generated/'),
  );
  const lengths = sources.map(([path, text]) => ({ path, lines: text.split('\n').length })).sort((one, other) => one.lines - other.lines);
  const median = lengths[Math.floor(lengths.length / 2)]?.lines ?? 0;
  t.log(
    `${lengths.length} files, median ${median} lines, longest ${lengths
      .slice(-3)
      .map(({ path, lines }) => `${path} (${lines})`)
      .join(', ')}`,
  );
  t.true(lengths.length > 50);
  t.true(median < 90, `${median} lines`);
});

test('every room tells on one page what it is', async (t) => {
  for (const room of ['core', 'system', 'gitserver', 'builder', 'reconciler', 'api', 'tui', 'manifests', 'templates']) {
    const text = await readFile(join(root, room, 'README.md'), 'utf8').catch(() => '');
    t.regex(text, /^# /, `${room}/README.md`);
    t.true(text.split('\n').length < 120, `${room}/README.md is longer than a page`);
  }
});

test('links between our documents lead somewhere', async (t) => {
  const broken: string[] = [];
  for (const [path, text] of await textFiles()) {
    if (!path.endsWith('.md') || path.includes('fixtures/')) continue;
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)[^)]*\)/g)) {
      const isThere = await stat(join(root, path, '..', target)).catch(() => undefined);
      if (isThere === undefined) broken.push(`${path}: ${target}`);
    }
  }
  t.deepEqual(broken, []);
});

test('every decision note is in the index, and numbered once', async (t) => {
  const notes = (await listFiles())
    .filter((path) => /^docs\/decisions\/\d{4}-.*\.md$/.test(path))
    .map((path) => path.replace('docs/decisions/', ''));
  const index = await readFile(join(root, 'docs/decisions/README.md'), 'utf8');
  t.true(notes.length > 0);
  for (const note of notes) t.true(index.includes(`(${note})`), `docs/decisions/README.md doesn't link ${note}`);
  t.is(new Set(notes.map((note) => note.slice(0, 4))).size, notes.length);
});
