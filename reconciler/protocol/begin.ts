import type { DeployId } from '../../core/index.ts';
import { enter, leave } from './active.ts';
import { deploy } from './deploy.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
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
  const active = enter(state, intent.app, intent.deploy);
  const output = (line: string) => {
    state.feeds.say(intent.deploy, line);
    intent.output(line);
  };
  const signal = AbortSignal.any([intent.signal, active.cancel.signal, deps.stopping]);
  const ended = deploy(deps, state, { ...intent, output, signal }, clock).then((ending) => {
    leave(state, intent.deploy, ending);
    return ending;
  });
  const journalled = active.journalled.promise;
  return { journalled, answer: Promise.race([ended, undecided(deps, intent.deploy, { journalled, ended })]) };
};

type Progressing = { readonly journalled: Promise<void>; readonly ended: Promise<Ending> };

const undecided = async (deps: ProtocolDeps, id: DeployId, { journalled, ended }: Progressing): Promise<Ending> => {
  await journalled;
  // A failure by the deadline itself is told within a little more than the deadline; this answer is for an engine that is away.
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, deps.limits.deadlineMs + deps.limits.graceMs).unref();
  try {
    await Promise.race([promise, ended]);
  } finally {
    clearTimeout(timer);
  }
  return { kind: 'refused', fault: undecidedFault(id, 'the engine has not answered') };
};

/** Gives an ending as a value or throws its fault. */
export const unwrap = (ending: Ending): Exclude<Ending, { kind: 'refused' }> => {
  if (ending.kind === 'refused') throw ending.fault;
  return ending;
};
