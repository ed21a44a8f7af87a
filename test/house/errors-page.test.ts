import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { faults } from '../../core/index.ts';

const page = await readFile(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);

test('the manual page has a section per error, in the order of the table, and no other', (t) => {
  t.deepEqual(
    sections.map((section) => section.split('\n')[0]),
    Object.keys(faults),
  );
});

for (const [code, { status, exit, retry }] of Object.entries(faults)) {
  test(`the section of ${code} says status, exit code and what to do`, (t) => {
    const section = sections.find((text) => text.startsWith(`${code}\n`)) ?? '';
    t.true(section.includes(`\nHTTP ${status}, exit ${exit}, try again: ${retry}.\n`), section);
    t.regex(section, /\n\*\*Do:\*\* .{3,}/);
  });
}
