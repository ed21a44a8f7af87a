import { readFile } from 'node:fs/promises';
import test from 'ava';
import { apiTypes } from '../../tui/index.ts';

test('the types of the API are those of its description: making them again leaves no difference', async (t) => {
  const committed = await readFile(new URL('../../tui/generated/api.ts', import.meta.url), 'utf8');
  t.is(await apiTypes(), committed, 'type: npm run generate');
});
