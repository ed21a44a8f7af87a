import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { parseSlugIgnore, removeIgnored } from '../../builder/tree/slug-ignore.ts';
import { matchesPath } from '../../builder/tree/wildcard.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { writeTree } from '../helpers/write-tree.ts';

const files = ['a.psd', 'docs/a.psd', 'docs/b.md', 'src/docs/c.md', 'src/x/y/z.log', 'src/x/k.log', 'test', 'src/test/t.js'];

const table = [
  { rule: '*.psd', removes: ['a.psd', 'docs/a.psd'] },
  { rule: '/*.psd', removes: ['a.psd'] },
  { rule: 'docs', removes: ['docs/a.psd', 'docs/b.md', 'src/docs/c.md'] },
  { rule: '/docs', removes: ['docs/a.psd', 'docs/b.md'] },
  { rule: 'src/docs/', removes: ['src/docs/c.md'] },
  { rule: 'test/', removes: ['src/test/t.js'] },
  { rule: 'test', removes: ['test', 'src/test/t.js'] },
  { rule: 'src/**/*.log', removes: ['src/x/y/z.log', 'src/x/k.log'] },
  { rule: '?.psd', removes: ['a.psd', 'docs/a.psd'] },
  { rule: '# a.psd', removes: [] },
  { rule: '  \t', removes: [] },
  { rule: '../outside', removes: [] },
  { rule: '[a].psd', removes: [] },
];

for (const { rule, removes } of table) {
  test(`.slugignore: ${JSON.stringify(rule)} removes ${removes.length} files`, async (t) => {
    const tree = await temporaryDirectory(t);
    await writeTree(tree, Object.fromEntries(files.map((path) => [path, 'x'])));
    await removeIgnored(tree, parseSlugIgnore(Buffer.from(rule)).rules);
    t.deepEqual(await filesIn(tree), files.filter((path) => !removes.includes(path)).sort());
  });
}

test('.slugignore with CRLF works, and "!" is warned of with its line', (t) => {
  const { rules, warnings } = parseSlugIgnore(Buffer.from('a\r\n!b\r\n'));
  t.is(rules.length, 1);
  t.is(warnings.length, 1);
  t.true(warnings[0]?.includes('line 2'));
});

test('.slugignore removes a link, not what it leads to', async (t) => {
  const folder = await temporaryDirectory(t);
  await writeTree(folder, { 'outside/kept.txt': 'x', 'tree/file': 'x', 'tree/away': { link: '../outside' } });
  await removeIgnored(join(folder, 'tree'), parseSlugIgnore(Buffer.from('kept.txt\naway\n')).rules);
  t.deepEqual(await filesIn(folder), ['outside/kept.txt', 'tree/file']);
});

test('a pattern made to be slow is not slow', (t) => {
  const startedAt = performance.now();
  t.false(matchesPath([`${'*a'.repeat(100)}b`], ['a'.repeat(255)]));
  t.false(
    matchesPath(
      [...Array.from({ length: 200 }, () => ['**', 'a']).flat(), 'b'],
      Array.from({ length: 200 }, () => 'a'),
    ),
  );
  t.true(performance.now() - startedAt < 2000);
});

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
};
