import { type App, asFault, Fault, type Oid, type RefUpdate, zeroOid } from '../../core/index.ts';
import { carry, toEnding } from './carry.ts';
import { describeWait } from './deploy-lock.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { undecidedFault } from './ending-fault.ts';
import type { Ending, Intent } from './intent.ts';
import { type JournalEntry, type Pending, printJournal } from './journal.ts';
import { settleSource, tipOf } from './projections.ts';
import { type Clock, createClock, project, toDeploy } from './records.ts';
import { mainRef, pendingRef, readStanding, sourceRef } from './refs.ts';

type Run = { readonly deps: ProtocolDeps; readonly state: ProtocolState; readonly intent: Intent; readonly clock: Clock };

/**
 * The order of effects of every change, whatever door it came through (DESIGN, section 3). Step 1, the gate, came before.
 * Never rejects. Before the journal an abort of the intent's signal drops the change; afterwards it goes on.
 */
export const deploy = async (
  deps: ProtocolDeps,
  state: ProtocolState,
  intent: Intent,
  clock = createClock(deps.now, intent.createdAt),
): Promise<Ending> => {
  const run = { deps, state, intent, clock };
  try {
    const unlock = await lock(run);
    try {
      return await change(run);
    } finally {
      unlock();
    }
  } catch (error) {
    return await refuse(run, error);
  }
};

const change = async (run: Run): Promise<Ending> => {
  const { deps, intent } = run;
  const { app } = intent;
  const { main: base, applied } = await settled(run); // 2
  const made = await deps.repositories.make(app, base, await intent.edit(base), intent.by, {
    'Sluice-Deploy': intent.deploy,
    ...noDeploy(intent),
  }); // 3
  if (made === undefined) return await unchanged(run, base);
  const desired = await deps.repositories.desired(app, made.commit);
  const problems = desired.release === undefined ? [] : await deps.engine.check(desired);
  if (problems.length > 0) throw new Fault('process/invalid', problems.join('\n'));
  if (intent.signal.aborted) throw dropped();
  const entry = toEntry(run, { base, applied, commit: made.commit, summary: made.summary, version: desired.version });
  if (!intent.rollOut || desired.release === undefined) return await accept(run, entry);
  const pending = await journal(run, entry); // 4
  run.clock.mark('commit');
  return await carryOn(run, pending); // 5 to 8
};

/** Step 2: the lock, told to whoever waits. */
const lock = async ({ deps, state, intent }: Run): Promise<() => void> =>
  await state.deployLock.acquire({
    key: intent.app.id,
    holder: { deploy: intent.deploy, what: intent.what, since: deps.now() },
    first: intent.kind === 'rollback',
    signal: intent.signal,
    onWait: (holder) => intent.output(describeWait(holder, intent.app, deps.now())),
  });

/** Rest of step 2: the projections stand, and what was true in the gate is true now. */
const settled = async ({ deps, intent }: Run): Promise<{ readonly main: Oid; readonly applied: Oid | undefined }> => {
  const { main, applied } = await readStanding(deps.repositories, intent.app.id);
  const tip = await settleSource(deps, intent.app, main);
  const source = intent.source;
  if (source !== undefined) {
    const now = tip?.branch === source.branch ? tip.commit : await tipOf(deps, intent.app, source.branch);
    if (now !== source.old) {
      const where = now === zeroOid ? 'nothing' : now.slice(0, 7);
      throw new Fault('deploy/conflict', `${source.branch} has moved while this push was under way (it is at ${where} now).`, {
        hint: 'Push again.',
      });
    }
  }
  return { main, applied };
};

/** Step 4: the durable intent. From here on the deploy belongs to the server. */
const journal = async ({ deps, state, intent }: Run, entry: JournalEntry): Promise<Pending> => {
  const { app } = intent;
  const [id] = await Promise.all([
    deps.repositories.journal(app.id, {
      tree: entry.commit,
      parents: [entry.base, entry.commit],
      message: printJournal(entry),
    }),
    keepSource(deps, app, entry),
  ]);
  if (intent.signal.aborted) throw dropped();
  if (!(await deps.repositories.move(app.id, [{ repository: 'config', ref: pendingRef, to: id, from: zeroOid }]))) {
    throw new Fault('deploy/conflict', 'Another change of this app is in its journal.', { hint: 'Try again in a moment.' });
  }
  state.active.get(intent.deploy)?.journalled.resolve();
  await project(deps, async () => {
    await deps.records.saveDeploy(toDeploy(app.id, entry, 'rolling'));
    await deps.records.append({
      kind: 'deploy-started',
      app: app.id,
      at: deps.now(),
      by: entry.by.email,
      deploy: entry.deploy,
      data: { summary: entry.summary },
    });
  });
  return { id, entry };
};

/** `Deploy: no`, or nothing to run yet: config `main` moves, the engine is not asked. */
const accept = async (run: Run, entry: JournalEntry): Promise<Ending> => {
  const { deps, intent, clock } = run;
  const { app } = intent;
  await keepSource(deps, app, entry);
  const updates: RefUpdate[] = [{ repository: 'config', ref: mainRef, to: entry.commit, from: entry.base }];
  if (!(await deps.repositories.move(app.id, updates))) {
    throw new Fault('deploy/conflict', 'The config repository moved meanwhile.', { hint: 'Try again.' });
  }
  await settleSource(deps, app, entry.commit);
  clock.mark('commit');
  const row = toDeploy(app.id, entry, 'live', { finishedAt: deps.now(), version: entry.version });
  await project(deps, () => deps.records.saveDeploy(row));
  return { kind: 'accepted', deploy: row, timings: clock.timings() };
};

/** The source commit of a release stays reachable, whatever is pushed over its branch. */
const keepSource = async (deps: ProtocolDeps, app: App, { source }: JournalEntry): Promise<void> => {
  if (source !== undefined) await deps.repositories.move(app.id, [{ repository: 'source', ref: sourceRef(source), to: source }]);
};

const unchanged = async ({ deps, intent }: Run, base: Oid): Promise<Ending> => ({
  kind: 'unchanged',
  version: await deps.repositories.version(intent.app.id, base),
});

const refuse = async ({ deps, intent }: Run, error: unknown): Promise<Ending> => {
  const fault = asFault(error);
  if (fault.code === 'bug') deps.log.error('a change failed', { app: intent.app.name, deploy: intent.deploy, error });
  return { kind: 'refused', fault };
};

/** Steps 5 to 8. Whoever waits when the server stops is told that the next start goes on. */
const carryOn = async ({ deps, state, intent, clock }: Run, pending: Pending): Promise<Ending> => {
  try {
    return toEnding(await carry(deps, state, { app: intent.app, pending, output: intent.output, clock }), clock);
  } catch (error) {
    if (!deps.stopping.aborted) throw error;
    return { kind: 'refused', fault: undecidedFault(intent.deploy, 'the platform has stopped, and goes on with it at its next start') };
  }
};

type Made = {
  readonly base: Oid;
  readonly applied: Oid | undefined;
  readonly commit: Oid;
  readonly summary: string;
  readonly version: number;
};

const toEntry = ({ deps, intent }: Run, made: Made): JournalEntry => ({
  sluice: 1,
  deploy: intent.deploy,
  kind: intent.kind,
  by: intent.by,
  summary: made.summary,
  base: made.base,
  commit: made.commit,
  version: made.version,
  ...(intent.source === undefined ? {} : { source: intent.source.commit }),
  ...(made.applied === undefined ? {} : { appliedBefore: made.applied }),
  createdAt: intent.createdAt,
  deadline: deps.now() + deps.limits.deadlineMs,
});

const noDeploy = (intent: Intent): Record<string, string> => (intent.rollOut ? {} : { Deploy: 'no' });

const dropped = (): Fault =>
  new Fault('deploy/cancelled', 'Cancelled before it was recorded; nothing was changed.', { hint: 'Send it again when you like.' });
