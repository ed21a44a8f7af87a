import type { Desired } from '../../core/index.ts';
import { stripControl } from '../../core/index.ts';
import type { Carry } from './carry.ts';
import type { ProtocolDeps } from './deps.ts';
import type { Verdict } from './journal.ts';

/**
 * The release phase: the `release` process of the new slug with the new environment, before anything is replaced.
 * Runs for each new release (push, environment, rollback), at most once per deploy id. Undefined: go on.
 */
export const runRelease = async (deps: ProtocolDeps, work: Carry, desired: Desired, signal: AbortSignal): Promise<Verdict | undefined> => {
  const { entry } = work.pending;
  const command = desired.release?.processes['release'];
  if (command === undefined || entry.version === (await deps.repositories.version(work.app.id, entry.base))) return undefined;
  work.output('Running the release process...');
  const result = await deps.engine.run(
    desired,
    {
      id: entry.deploy,
      process: 'release',
      command,
      timeLimitMs: deps.limits.releaseMs,
      output: (line) => work.output(stripControl(line)),
    },
    signal,
  );
  work.clock.mark('release process');
  switch (result.kind) {
    case 'exited':
      return result.code === 0 ? undefined : failed(`the release process exited with status ${result.code}`, result.lastLines);
    case 'timed-out':
      return failed(`the release process was stopped after ${Math.round(deps.limits.releaseMs / 1000)} s`, result.lastLines);
    case 'unknown':
      return failed(`the release process was interrupted and its outcome is unknown (${result.reason}); it is not run twice`, []);
    default:
      return result satisfies never;
  }
};

const failed = (reason: string, lastLines: readonly string[]): Verdict => ({ kind: 'failed', reason, lastLines });
