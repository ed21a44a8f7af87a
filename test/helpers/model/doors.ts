import type { ChangeRequest } from '../../../core/index.ts';
import { app, by, type Life } from './world.ts';

/** How a door answered: `in` the change is accepted, `out` it is not. Thrown faults are `out`. */
export type Answered = 'in' | 'out';
export type Door = { readonly name: string; readonly ends: Answered; readonly go: (life: Life) => Promise<Answered> };

const change =
  (request: ChangeRequest, rollOut = true) =>
  async (life: Life): Promise<Answered> => {
    await life.reconciler.control.change(app, request, { by, rollOut, signal: new AbortController().signal }, () => {});
    return 'in';
  };
const push =
  (...args: Parameters<Life['push']>) =>
  async (life: Life): Promise<Answered> =>
    (await life.push(...args)).ok ? 'in' : 'out';

/** Every way a change comes in, with the end it has when nothing is stopped. */
export const doors: readonly Door[] = [
  { name: 'push', ends: 'in', go: push('second') },
  { name: 'push of a version that exits', ends: 'out', go: push('exits') },
  { name: 'push whose release process fails', ends: 'out', go: push('releaseFails') },
  { name: 'push with no-deploy', ends: 'in', go: push('third', { noDeploy: true }) },
  { name: 'push with no-wait', ends: 'in', go: (life) => unwaited(life) },
  { name: 'variable', ends: 'in', go: change({ kind: 'env', set: { B: '2' }, unset: [] }) },
  { name: 'variable without a restart', ends: 'in', go: change({ kind: 'env', set: { B: '2' }, unset: [] }, false) },
  { name: 'scale', ends: 'in', go: change({ kind: 'scale', processes: { web: { replicas: 2 } } }) },
  { name: 'restart', ends: 'in', go: change({ kind: 'restart' }) },
  { name: 'rollback', ends: 'in', go: change({ kind: 'rollback', version: 1 }) },
  { name: 'push that is cancelled', ends: 'out', go: (life) => cancelled(life) },
];

/** Answered once it is recorded; here its end is waited for too, so that the world stands still. */
const unwaited = async (life: Life): Promise<Answered> => {
  const answer = await push('second', { noWait: true })(life);
  while (life.open() > 0) await new Promise((resolve) => setImmediate(resolve));
  return answer;
};

/** Cancels whatever the push has begun, again and again until the push is over. It may win or lose the race: both are fine. */
const cancelled = async (life: Life): Promise<Answered> => {
  let over = false;
  const pushed = push('second')(life).finally(() => {
    over = true;
  });
  const cancelling = (async () => {
    while (!over) {
      const { pending } = await life.reconciler.control.state(app);
      if (pending !== undefined) await life.reconciler.control.cancel(app, pending.id, by).catch(() => {});
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const answer = await pushed;
  await cancelling;
  return answer;
};

/** The answer, or undefined when the world stopped before there was one. */
export const answerOf = async (life: Life, door: Door): Promise<Answered | undefined> => {
  const answered = door.go(life).catch((): Answered => 'out');
  return await Promise.race([answered, life.effects.crashed.then(() => undefined)]);
};
