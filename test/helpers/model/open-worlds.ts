import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestFn } from 'ava';
import type { ReconcilerDeps } from '../../../reconciler/index.ts';
import { createGit } from '../git.ts';
import { copyWorld, type Life, makeWorld, openLife, type World } from './world.ts';

export type Opened = { readonly world: World; readonly life: Life };

/** One world for a test file, made once; each call starts a server over a copy of its own. Gives that call. */
export const openWorlds = (test: TestFn<unknown>): ((change?: (deps: ReconcilerDeps) => ReconcilerDeps) => Promise<Opened>) => {
  let folder = '';
  let made: World;
  let copies = 0;
  test.before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sl-'));
    made = await makeWorld(join(folder, 'world'), createGit(folder));
  });
  test.after.always(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return async (change) => {
    const world = await copyWorld(made, join(folder, `copy${copies++}`));
    return { world, life: await startLife(world, change) };
  };
};

/** A server over a world, with every app recovered. */
export const startLife = async (world: World, change?: (deps: ReconcilerDeps) => ReconcilerDeps): Promise<Life> => {
  const life = await openLife(world, undefined, change);
  await (await life.reconciler.start()).recovered;
  return life;
};
