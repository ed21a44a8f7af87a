import { describeFault, Fault, type Push, type Receive, type RefAnswer, type RefCommand } from '../../core/index.ts';
import { leave } from './active.ts';
import { begin } from './begin.ts';
import { decidePush, describeStored } from './decide-push.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { type Gated, passGate } from './gate.ts';
import { toPushIntent } from './push-intent.ts';
import { describeTimings, project, toBuildRow } from './records.ts';
import { readStanding } from './refs.ts';

/** The two hooks of a push: the gate builds while the objects are in quarantine, `land` deploys and moves the refs. */
export const createReceive = (deps: ProtocolDeps, state: ProtocolState): Receive => {
  const gated = new Map<string, Gated>();
  return {
    gate: async (push, output, signal) => {
      if (push.repository === 'config') throw configPushRefused();
      const { shape } = await deps.repositories.desired(push.app, (await readStanding(deps.repositories, push.app.id)).main);
      const plan = decidePush(push, shape.deployBranch);
      for (const line of describeStored(plan.stored, plan.deploy?.branch ?? shape.deployBranch)) output(line);
      if (plan.deploy !== undefined) gated.set(push.id, await passGate(deps, state, { push, ...plan.deploy, output, signal }));
    },
    land: async (push, commands, output, signal) => {
      const held = gated.get(push.id);
      const answers: RefAnswer[] = [];
      for (const command of commands) {
        answers.push(
          held?.command.ref === command.ref
            ? await landDeploy(deps, state, held, { push, output, signal })
            : await store(deps, push, command),
        );
      }
      return answers;
    },
    end: (push) => {
      const held = gated.get(push.id);
      gated.delete(push.id);
      held?.unlock();
      if (held === undefined || held.landed) return;
      const fault = new Fault('deploy/cancelled', 'The push broke off; nothing was changed.');
      leave(state, held.started.id, { kind: 'refused', fault });
      void project(deps, () =>
        deps.records.saveDeploy(toBuildRow(held.started, 'failed', { reason: 'the push broke off', finishedAt: deps.now() })),
      );
    },
  };
};

type Landing = { readonly push: Push; readonly output: (line: string) => void; readonly signal: AbortSignal };

const landDeploy = async (deps: ProtocolDeps, state: ProtocolState, held: Gated, landing: Landing): Promise<RefAnswer> => {
  const { push, output, signal } = landing;
  const { ref } = held.command;
  held.landed = true;
  const { journalled, answer } = begin(deps, state, toPushIntent(deps, held, { push, output, signal }), held.clock);
  if (push.options.noWait) {
    const first = await Promise.race([journalled.then(() => 'journalled' as const), answer]);
    if (first === 'journalled') {
      output(`Accepted; to watch it: sluice deploys:watch ${held.started.id} -a ${push.app.name}`);
      return { ref, ok: true, option: `refs/sluice/deploys/${held.started.id}` };
    }
  }
  const ending = await answer;
  switch (ending.kind) {
    case 'refused':
      await project(deps, () => saveRefusal(deps, held, ending.fault));
      for (const line of describeFault(ending.fault)) output(line);
      return { ref, ok: false, reason: toReason(ending.fault) };
    case 'unchanged':
      await project(deps, () =>
        deps.records.saveDeploy(toBuildRow(held.started, 'live', { version: ending.version, finishedAt: deps.now() })),
      );
      output(`Nothing changed: v${ending.version} is what runs.`);
      return { ref, ok: true };
    case 'accepted':
      output(`Accepted as v${ending.deploy.version}, not rolled out; the next deploy or restart takes it.`);
      return { ref, ok: true };
    case 'live':
      for (const address of await deps.engine.addresses(push.app)) output(`       ${address}`);
      output(`Live: v${ending.deploy.version} (${describeTimings(ending.timings)})`);
      return { ref, ok: true };
    default:
      return ending satisfies never;
  }
};

/** A branch that is stored, though its name is one that could deploy. git's own check of the old value is skipped for these, so it is ours. */
const store = async (deps: ProtocolDeps, push: Push, command: RefCommand): Promise<RefAnswer> => {
  const { ref, old, new: to } = command;
  const moved = await deps.repositories.move(push.app.id, [{ repository: 'source', ref, from: old, ...(/^0+$/.test(to) ? {} : { to }) }]);
  return moved ? { ref, ok: true } : { ref, ok: false, reason: 'it moved meanwhile; fetch first' };
};

/** A journalled deploy has its row already; one that never came so far gets its end here. */
const saveRefusal = async (deps: ProtocolDeps, held: Gated, fault: Fault): Promise<void> => {
  if (fault.details.data?.['deploy'] !== undefined) return;
  const state = fault.code === 'deploy/cancelled' ? 'cancelled' : 'failed';
  await deps.records.saveDeploy(toBuildRow(held.started, state, { reason: fault.message, finishedAt: deps.now() }));
};

/** One line: git prints it after `! [remote rejected] main -> main`. */
const toReason = (fault: Fault): string => fault.message.split('\n')[0]?.replace(/\.$/, '') ?? fault.code;

const configPushRefused = (): Fault =>
  new Fault('config/push-refused', "The config repository can be cloned and fetched; it doesn't take pushes yet.", {
    hint: 'Use instead: sluice config:set, sluice ps:scale, sluice rollback (each makes the commit for you).',
  });
