import type { Duplex } from 'node:stream';
import {
  asFault,
  describeFault,
  Fault,
  type GitCaller,
  type Log,
  newDeployId,
  type Progress,
  type Push,
  type PushOptions,
  type Receive,
  type RefAnswer,
  type RefCommand,
  type RepositoryKind,
} from '../../core/index.ts';
import type { GitChild } from '../transport/driver/git-child.ts';
import type { CommandList } from './command-list.ts';
import { exportTree, type ObjectFolders } from './export-tree.ts';
import { answerPreReceive, parsePreReceive } from './pre-receive.ts';
import { answerProcReceive } from './proc-receive.ts';
import { toReason } from './report-status.ts';

export type ServeHooksDeps = {
  readonly receive: Receive;
  readonly log: Log;
  readonly run: string;
  readonly environment: Readonly<Record<string, string>>;
};

/** What is known of a push before git runs. */
export type JudgedPush = {
  readonly caller: GitCaller;
  readonly repository: RepositoryKind;
  readonly path: string;
  readonly list: CommandList;
  readonly options: PushOptions;
  readonly signal: AbortSignal;
};

/** `isReading`: the gate hasn't been asked yet. `over`: git, gate and landing have ended. */
export type Hooks = { readonly isReading: () => boolean; readonly over: Promise<void> };

/** Answers both hooks of one push: from the descriptors to `Receive` and back. */
export const serveHooks = (deps: ServeHooksDeps, incoming: JudgedPush, child: GitChild): Hooks => {
  const { receive, log } = deps;
  const { signal } = incoming;
  const git = new AbortController();
  const inRepository: ObjectFolders = { directory: `${incoming.path}/objects`, alternates: '' };
  let objects = inRepository;
  let exporting = AbortSignal.any([signal, git.signal]);
  let push: Push | undefined;

  const judge = async (question: string, output: Progress): Promise<boolean> => {
    try {
      const asked = parsePreReceive(question);
      refuseUnannounced(asked.commands, incoming.list);
      exporting.throwIfAborted();
      objects = asked.objects ?? inRepository;
      push = toPush(incoming, asked.commands, (commit, folder) =>
        exportTree({ commit, folder, objects, run: deps.run, environment: deps.environment, signal: exporting }),
      );
      await receive.gate(push, output, exporting);
      // Nothing is lost yet, and nobody waits for the answer any more.
      exporting.throwIfAborted();
      return true;
    } catch (error) {
      tell(log, output, error);
      return false;
    } finally {
      objects = inRepository;
      exporting = git.signal;
    }
  };

  const land = async (commands: readonly RefCommand[], output: Progress): Promise<readonly RefAnswer[]> => {
    try {
      if (push === undefined) throw new Error('proc-receive ran before pre-receive');
      return await receive.land(push, commands, output, signal);
    } catch (error) {
      const reason = toReason(tell(log, output, error).message);
      return commands.map(({ ref }) => ({ ref, ok: false, reason }));
    }
  };

  const [gateAsked, gateLines, verdict, landAsked, landLines, report] = child.descriptors as readonly Duplex[] as SixDescriptors;
  const talks = Promise.allSettled([
    answerPreReceive({ asked: gateAsked, lines: gateLines, verdict }, judge),
    answerProcReceive({ asked: landAsked, lines: landLines, report }, land),
    child.ended.finally(() => git.abort(new Fault('interrupted', 'git ended before the push was judged.'))),
  ]);
  return {
    isReading: () => push === undefined,
    over: talks.then((results) => {
      for (const result of results) if (result.status === 'rejected') log.error('a git hook broke off', { error: result.reason });
      if (push !== undefined) receive.end(push);
    }),
  };
};

type SixDescriptors = readonly [Duplex, Duplex, Duplex, Duplex, Duplex, Duplex];

const toPush = (incoming: JudgedPush, commands: readonly RefCommand[], exportCommit: Push['export']): Push => ({
  id: newDeployId(),
  app: incoming.caller.app,
  repository: incoming.repository,
  by: incoming.caller.by,
  commands,
  options: incoming.options,
  export: exportCommit,
});

/** What git judges must be what we judged: were the two parsers ever to differ, nothing gets in. */
const refuseUnannounced = (commands: readonly RefCommand[], list: CommandList): void => {
  const announced = new Set(list.commands.map(({ ref, old, new: to }) => `${old} ${to} ${ref}`));
  if (commands.every(({ ref, old, new: to }) => announced.has(`${old} ${to} ${ref}`))) return;
  throw new Error('git read other refs than the server');
};

const tell = (log: Log, output: Progress, error: unknown): Fault => {
  const fault = asFault(error);
  if (fault.code === 'bug') log.error('a push met a bug', { error: fault.details.cause });
  for (const line of describeFault(fault)) output(line);
  return fault;
};
