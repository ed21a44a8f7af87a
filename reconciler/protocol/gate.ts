import {
  asFault,
  type Built,
  type Deploy,
  Fault,
  isFault,
  newDeployId,
  type Progress,
  type Push,
  type RefCommand,
} from '../../core/index.ts';
import { enter, leave } from './active.ts';
import { describeWait } from './deploy-lock.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { tipOf } from './projections.ts';
import { type Clock, createClock, project, toBuildRow } from './records.ts';
import { readStanding } from './refs.ts';

/** Long enough for any deploy that follows; afterwards an unused slug may be swept. */
export const leaseMs = 24 * 3_600_000;

/** A push that passed the gate: built, its slug stored and leased, the build slot held until `unlock`. */
export type Gated = {
  readonly started: Deploy;
  readonly command: RefCommand;
  readonly branch: string;
  readonly built: Built;
  /** What the build was told of buildpacks; checked again under the deploy lock. */
  readonly inputs: string;
  readonly clock: Clock;
  readonly unlock: () => void;
  landed: boolean;
};

type Gate = {
  readonly push: Push;
  readonly command: RefCommand;
  readonly branch: string;
  readonly output: Progress;
  readonly signal: AbortSignal;
};

/** Step 1 for a source push: the build slot, then the build. What fails here leaves nothing behind. */
export const passGate = async (deps: ProtocolDeps, state: ProtocolState, gate: Gate): Promise<Gated> => {
  const { push, command, branch } = gate;
  const started = toStarted(deps, gate);
  const { cancel } = enter(state, push.app, started.id);
  const signal = AbortSignal.any([gate.signal, cancel.signal, deps.stopping]);
  const output = (line: string) => {
    state.feeds.say(started.id, line);
    gate.output(line);
  };
  let unlock = () => {};
  try {
    unlock = await takeSlot(deps, state, { ...gate, output, signal }, started);
    await project(deps, () => deps.records.saveDeploy(started));
    await refuseStale(deps, gate);
    const clock = createClock(deps.now, deps.now());
    const { built, inputs } = await build(deps, { ...gate, output, signal });
    clock.mark('build and slug');
    if (push.options.dryRun) throw dryRun(built);
    return { started, command, branch, built, inputs, clock, unlock, landed: false };
  } catch (error) {
    unlock();
    await project(deps, () =>
      deps.records.saveDeploy(
        toBuildRow(started, signal.aborted ? 'cancelled' : 'failed', {
          reason: signal.aborted ? 'cancelled while it was built' : toReason(error),
          finishedAt: deps.now(),
        }),
      ),
    );
    const told = signal.aborted ? new Fault('deploy/cancelled', 'The build was cancelled; nothing was changed.', { cause: error }) : error;
    leave(state, started.id, { kind: 'refused', fault: asFault(told) });
    throw isFault(told) ? withoutLines(told) : told;
  }
};

const takeSlot = async (deps: ProtocolDeps, state: ProtocolState, gate: Gate, started: Deploy): Promise<() => void> =>
  await state.buildSlot.acquire({
    key: gate.push.app.id,
    holder: { deploy: started.id, what: 'another push of this app', since: deps.now() },
    first: false,
    signal: gate.signal,
    onWait: (holder) => gate.output(describeWait(holder, gate.push.app, deps.now())),
  });

/** Before the build, so that the loser of two pushes need not wait for one. Checked again under the deploy lock. */
const refuseStale = async (deps: ProtocolDeps, { push, command, branch }: Gate): Promise<void> => {
  const now = await tipOf(deps, push.app, branch);
  if (now === command.old) return;
  throw new Fault('deploy/conflict', `${branch} has moved since this push began (it is at ${now.slice(0, 7)} now).`, {
    hint: 'Fetch, then push again.',
  });
};

const build = async (deps: ProtocolDeps, { push, command, output, signal }: Gate): Promise<{ built: Built; inputs: string }> => {
  const { environment } = await deps.repositories.desired(push.app, (await readStanding(deps.repositories, push.app.id)).main);
  if (push.options.hot) output("Hot upgrade isn't offered by this engine yet: an ordinary rolling deploy instead.");
  const log = (line: string) => {
    deps.engine.note(push.app.id, { source: 'build', process: 'build', text: line });
    output(line);
  };
  const built = await deps.build(
    {
      app: push.app,
      commit: command.new,
      export: (folder) => push.export(command.new, folder),
      environment,
      clean: push.options.cleanCache,
    },
    log,
    signal,
  );
  await deps.slugs.lease(push.app.id, built.release.slug.digest, leaseMs);
  return { built, inputs: buildInputs(environment) };
};

/** What of an environment decides how a tree is built. */
export const buildInputs = (environment: Readonly<Record<string, string>>): string => environment['BUILDPACK_URL'] ?? '';

const toStarted = (deps: ProtocolDeps, { push, command, branch }: Gate): Deploy => ({
  id: newDeployId(),
  app: push.app.id,
  kind: 'push',
  state: 'building',
  by: push.by,
  summary: `Push of ${command.new.slice(0, 7)} to ${branch}`,
  source: command.new,
  createdAt: deps.now(),
});

const dryRun = (built: Built): Fault =>
  new Fault(
    'push/refused',
    `Dry run: it builds (slug ${built.release.slug.digest.slice(0, 12)}, ${built.release.buildpacks.join(', ')}); nothing was changed.`,
    {
      hint: 'Push without -o dry-run to deploy it.',
    },
  );

const toReason = (error: unknown): string => (error instanceof Fault ? error.message : 'the build broke off');

/** The pusher has just read the build's output; its last lines need no second showing. */
const withoutLines = ({ code, message, details: { lastLines: _, ...details } }: Fault): Fault => new Fault(code, message, details);
