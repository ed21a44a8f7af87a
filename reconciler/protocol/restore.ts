import { type App, type DeployId, type Desired, Fault } from '../../core/index.ts';
import type { Carry } from './carry.ts';
import type { ProtocolDeps } from './deps.ts';
import type { JournalEntry } from './journal.ts';
import { untilDone } from './persist.ts';

/**
 * The engine's part of an undo: what was applied before, or nothing, under the id `<deploy>u`. Replicas of the old
 * version that still run are not touched; only a cancel may have to start some again. If the old version itself can't be
 * started any more, three tries are made, and the engine goes on by its own restart rules.
 */
export const restore = async (deps: ProtocolDeps, { app, output }: Pick<Carry, 'app' | 'output'>, entry: JournalEntry): Promise<void> => {
  for (let round = 1; round <= 3; round++) {
    const id = `${entry.deploy}u${round === 1 ? '' : round}` as DeployId;
    const failure = await untilDone(deps, () => applyFormer(deps, app, entry, id));
    if (failure === undefined) return;
    output(`The version before did not come back: ${failure}`);
  }
};

const applyFormer = async (deps: ProtocolDeps, app: App, entry: JournalEntry, deploy: DeployId): Promise<string | undefined> => {
  const rollout = await deps.engine.apply(await former(deps, app, entry), { deploy, mode: 'roll' });
  const outcome = await rollout.outcome(deps.stopping);
  if (outcome.kind === 'errored') throw new Fault('engine/away', outcome.reason);
  return outcome.kind === 'failed' ? outcome.reason : undefined;
};

const former = async (deps: ProtocolDeps, app: App, entry: JournalEntry): Promise<Desired> => {
  if (entry.appliedBefore !== undefined) return await deps.repositories.desired(app, entry.appliedBefore);
  const { release: _, ...nothing } = await deps.repositories.desired(app, entry.base);
  return nothing;
};
