import test from 'ava';
import type { Deploy, DeployId, DeployState, Oid } from '../../../core/index.ts';
import { newDeployId } from '../../../core/index.ts';
import { ask, faultOf, setting } from '../../helpers/model/ask.ts';
import { openWorlds, startLife } from '../../helpers/model/open-worlds.ts';
import { app, by, type World } from '../../helpers/model/world.ts';

const openWorld = openWorlds(test);

/** A row as a crash leaves it. */
const leave = (world: World, row: Partial<Deploy>): DeployId => {
  const id = row.id ?? newDeployId();
  world.rows.set(id, { id, app: app.id, kind: 'env', state: 'rolling', by, summary: 'Set A', createdAt: 1, ...row });
  return id;
};

/** What a deploy was, without how its row says that it ended. */
const reopened = (world: World, id: DeployId, state: DeployState): void => {
  const { finishedAt: _, reason: _1, version: _2, ...row } = world.rows.get(id) as Deploy;
  world.rows.set(id, { ...row, state });
};

test('a deploy that is live is told so, with its version, whether or not its row knew a commit', async (t) => {
  const { world, life } = await openWorld();
  const live = await ask(life, setting('A', '2')).result;
  await ask(life, setting('A', '3')).result;
  if (live.kind !== 'live') throw new Error(live.kind);
  for (const state of ['waiting', 'building', 'rolling', 'undoing'] as const) {
    reopened(world, live.deploy, state);
    await startLife(world);
    t.like(world.rows.get(live.deploy), { state: 'live', version: 3, commit: live.commit }, state);
  }
  const { commit: _, ...row } = world.rows.get(live.deploy) as Deploy;
  world.rows.set(live.deploy, { ...row, state: 'building' });
  await startLife(world);
  t.like(world.rows.get(live.deploy), { state: 'live', version: 3, commit: live.commit });
});

test('a deploy that failed is told so, with its reason', async (t) => {
  const { world, life } = await openWorld();
  await life.push('exits');
  const failed = [...world.rows.values()].find(({ state }) => state === 'failed') as Deploy;
  reopened(world, failed.id, 'undoing');
  await startLife(world);
  t.like(world.rows.get(failed.id), { state: 'failed', reason: 'web.1 exited with status 1' });
});

test('a deploy that never came to its journal has failed, and changed nothing', async (t) => {
  const { world } = await openWorld();
  const ids = [
    leave(world, { kind: 'push', state: 'building', source: world.commits.second }),
    leave(world, { state: 'rolling', commit: 'f'.repeat(40) as Oid }),
  ];
  await startLife(world);
  for (const id of ids) {
    t.like(world.rows.get(id), { state: 'failed', reason: 'The platform stopped before this was recorded; nothing was changed.' });
    t.true((world.rows.get(id)?.finishedAt ?? 0) > 1);
  }
});

test('rows that have ended are left alone', async (t) => {
  const { world } = await openWorld();
  const before = new Map(world.rows);
  await startLife(world);
  t.deepEqual(world.rows, before);
});

test('a summary that looks like the mark of a deploy is not taken for one', async (t) => {
  const { world, life } = await openWorld();
  const id = leave(world, { state: 'building', kind: 'push' });
  await life.push('second', { message: `Sluice-Deploy: ${id}` });
  await startLife(world);
  t.is(world.rows.get(id)?.state, 'failed');
  t.is((await faultOf(life.reconciler.control.cancel(app, id, by))).code, 'deploy/not-found');
});
