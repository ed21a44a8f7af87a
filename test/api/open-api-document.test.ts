import { readFile } from 'node:fs/promises';
import test from 'ava';
import { openApiText } from '../../api/index.ts';
import type { Document } from './check-answer.ts';
import { openApi } from './open-api.ts';

test('the committed document is that of the routes, and the server gives the same', async (t) => {
  const committed = await readFile(new URL('../../api/openapi.json', import.meta.url), 'utf8');
  t.is(await openApiText(), committed, 'npm run generate');
  const { call } = await openApi(t);
  const { status, body } = await call('GET', '/api/openapi.json');
  t.is(status, 200);
  t.deepEqual(body, JSON.parse(committed));
  t.is(body.openapi, '3.1.0');
});

test('every operation has a name of its own, a summary, and says who may call it', async (t) => {
  const { api } = await openApi(t);
  const { paths } = api.describe() as Document;
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods as Record<string, Record<string, unknown>>));
  t.true(operations.length >= 25);
  t.is(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
  for (const { summary, security, responses } of operations) {
    t.truthy(summary);
    t.true(Array.isArray(security));
    t.deepEqual(Object.keys(responses as object).slice(1), ['4XX', '5XX']);
  }
});
