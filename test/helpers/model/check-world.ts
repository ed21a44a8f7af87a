import type { ExecutionContext } from 'ava';
import type { Oid } from '../../../core/index.ts';
import { createModelEngine } from './model-engine.ts';
import { app, type Life, type World } from './world.ts';

/** What must hold whenever a server has recovered: each sentence of DESIGN section 3 that a crash could break. */
export const checkWorld = async (t: ExecutionContext<unknown>, world: World, life: Life, where: string): Promise<void> => {
  const refs = await life.refs();
  const main = refs['config heads/main'] as Oid;
  const applied = refs['config sluice/applied'] as Oid;
  const { repositories } = life;
  t.is(refs['config sluice/pending'], undefined, `${where}: nothing is pending`);
  t.true(await repositories.onFirstParentChain(app.id, applied, main), `${where}: what is applied is accepted`);
  const desired = await repositories.desired(app, applied);
  t.deepEqual(await createModelEngine(world.engine).diff(desired), [], `${where}: what is applied runs`);
  t.is(refs['source heads/main'], (await repositories.desired(app, main)).release?.source, `${where}: source main is what is accepted`);
  for (const [id, count] of world.engine.runs) t.is(count, 1, `${where}: release process ${id} ran once`);
  t.deepEqual(
    [...world.rows.values()].filter(({ state }) => ['waiting', 'building', 'rolling', 'undoing'].includes(state)),
    [],
    `${where}: no deploy is left open`,
  );
};
