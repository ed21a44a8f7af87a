import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { exportsOf } from './exports-of.ts';
import { root } from './list-files.ts';

const written: Record<string, readonly string[]> = JSON.parse(await readFile(join(import.meta.dirname, 'exports.json'), 'utf8'));
const rooms = ['core', 'system', 'gitserver', 'builder', 'reconciler', 'api', 'tui'];

test('the written list names every room', (t) => t.deepEqual(Object.keys(written), rooms));

for (const room of rooms) {
  test(`the door of ${room} exports what test/house/exports.json says`, async (t) => {
    t.deepEqual(await exportsOf(join(root, room, 'index.ts')), written[room] ?? []);
  });
}

test('every form of export is found', async (t) => {
  const folder = await temporaryDirectory(t);
  await writeFile(join(folder, 'other.ts'), 'export class Deep {}\nconst hidden = 1;\nexport { hidden as shown };');
  const forms = [
    "export * from './other.ts';",
    "export { a, type B } from './x.ts';",
    "export type { C } from './x.ts';",
    'export const d = 1, e = 2;',
    'export type F = string;',
    'export interface G {}',
    'export async function h() {}',
    'const private_ = 1;',
  ];
  await writeFile(join(folder, 'index.ts'), forms.join('\n'));
  t.deepEqual(await exportsOf(join(folder, 'index.ts')), ['Deep', 'a', 'd', 'e', 'h', 'shown', 'type B', 'type C', 'type F', 'type G']);
});
