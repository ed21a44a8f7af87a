import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { type AppName, type DeployId, newAppId, silentLog } from '../../../core/index.ts';
import { type Applied, createIntents, parseIntent } from '../../../reconciler/engines/local/intents.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const applied = (deploy: string): Applied => ({ deploy: deploy as DeployId, commit: 'c', version: 1, at: 1, stamps: {}, replicas: [] });
const live = { kind: 'live', timings: {} } as const;

test('what was accepted and how it ended is found by the next server; an unfinished one is superseded by its successor', async (t) => {
  const folder = await temporaryDirectory(t);
  const app = { id: newAppId(), name: 'shop' as AppName };
  const first = createIntents({ folder, log: silentLog });
  await first.load();
  await first.accept(app, applied('d1'));
  await first.end(app.id, 'd1' as DeployId, live, ['k']);
  await first.accept(app, applied('d2'));
  await first.accept(app, applied('d3'));
  await first.end(app.id, 'd2' as DeployId, live, []);

  const next = createIntents({ folder, log: silentLog });
  await next.load();
  t.is(next.get(app.id)?.last.deploy, 'd3' as DeployId);
  t.is(next.get(app.id)?.last.outcome, undefined);
  t.deepEqual(next.find(app.id, 'd1' as DeployId)?.outcome, live);
  t.deepEqual(next.find(app.id, 'd2' as DeployId)?.outcome, { kind: 'superseded', by: 'd3' as DeployId });
  await next.remove(app.id);
  await next.remove(app.id);
  t.deepEqual(await readdir(folder), []);
});

test('a damaged file is set aside and the others are read', async (t) => {
  const folder = await temporaryDirectory(t);
  const app = { id: newAppId(), name: 'shop' as AppName };
  await createIntents({ folder, log: silentLog }).accept(app, applied('d1'));
  await writeFile(join(folder, 'broken.json'), '{"sluice":1');
  await writeFile(join(folder, 'half.tmp'), '');
  const intents = createIntents({ folder, log: silentLog });
  await intents.load();
  t.deepEqual(
    [...intents.all()].map(({ app: { id } }) => id),
    [app.id],
  );
  t.deepEqual((await readdir(folder)).sort(), [`${app.id}.json`, 'broken.json.damaged'].sort());
});

test('garbage is no intent', (t) => {
  const good = { sluice: 1, app: { id: newAppId(), name: 'shop' }, last: applied('d'), past: [] };
  t.deepEqual(parseIntent(JSON.stringify(good)), good as never);
  const bad = [
    { ...good, sluice: 2 },
    { ...good, app: null },
    { ...good, app: { id: '../x' } },
    { ...good, last: {} },
    { ...good, past: [null] },
  ];
  for (const value of bad) t.is(parseIntent(JSON.stringify(value)), undefined);
  for (const text of ['', 'null', '[]', '1', '\0', '{', '"x"']) t.is(parseIntent(text), undefined);
});
