import { type App, type DeployId, Fault, isFault } from '../../core/index.ts';
import { deploy } from './deploy.ts';
import type { ActiveDeploy, ProtocolDeps, ProtocolState } from './deps.ts';
import { undecidedFault } from './ending-fault.ts';
import type { Ending, Intent } from './intent.ts';
import type { Clock } from './records.ts';

export type Begun = {
  /** Resolves when the intent is durable; never for one that ends before that. */
  readonly journalled: Promise<void>;
  /** The answer for whoever waits: the ending, or `deploy/undecided` after the deadline while the deploy goes on. */
  readonly answer: Promise<Ending>;
};

/** Puts a change on its way, makes it cancellable and rejoinable, and keeps what it says. */
export const begin = (deps: ProtocolDeps, state: ProtocolState, intent: Intent, clock?: Clock): Begun => {
  const cancel = new AbortController();
  const journalled = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const active: ActiveDeploy = { app: intent.app.id, cancel, journalled: false, ended: over.promise };
  state.active.set(intent.deploy, active);
  state.feeds.open(intent.deploy);
  const output = (line: string) => {
    state.feeds.say(intent.deploy, line);
    intent.output(line);
  };
  const whole: Intent = {
    ...intent,
    output,
    signal: AbortSignal.any([intent.signal, cancel.signal, deps.stopping]),
    onJournal: (entry) => {
      journalled.resolve();
      intent.onJournal(entry);
    },
  };
  const ended = deploy(deps, state, whole, clock).finally(() => {
    state.active.delete(intent.deploy);
    state.feeds.close(intent.deploy);
    over.resolve();
  });
  return {
    journalled: journalled.promise,
    answer: Promise.race([ended, undecided(deps, intent, { journalled: journalled.promise, ended })]),
  };
};

type Progressing = { readonly journalled: Promise<void>; readonly ended: Promise<Ending> };

const undecided = async (deps: ProtocolDeps, intent: Intent, { journalled, ended }: Progressing): Promise<Ending> => {
  await journalled;
  // A failure by the deadline itself is told within a little more than the deadline; this answer is for an engine that is away.
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, deps.limits.deadlineMs + 5_000).unref();
  try {
    await Promise.race([promise, ended]);
  } finally {
    clearTimeout(timer);
  }
  return { kind: 'refused', fault: undecidedFault(intent.deploy, 'the engine has not answered') };
};

/** The deploy under way with this id in this app, or the right fault. */
export const findActive = (state: ProtocolState, app: App, id: DeployId): ActiveDeploy | undefined => {
  const active = state.active.get(id);
  return active?.app === app.id ? active : undefined;
};

/** Gives an ending as a value or throws its fault. */
export const unwrap = (ending: Ending): Exclude<Ending, { kind: 'refused' }> => {
  if (ending.kind !== 'refused') return ending;
  throw isFault(ending.fault) ? ending.fault : new Fault('bug', 'An ending without a fault.');
};
