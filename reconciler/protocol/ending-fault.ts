import { type DeployId, Fault } from '../../core/index.ts';
import type { Verdict } from './journal.ts';

/** What the person who waits is told when a change did not become live. `before`: an older version serves on. */
export const endingFault = (deploy: DeployId, verdict: Verdict, { before }: { readonly before: boolean }): Fault => {
  const state = before ? 'The version before serves on.' : 'Nothing runs yet.';
  return new Fault(verdict.kind === 'cancelled' ? 'deploy/cancelled' : 'deploy/failed', verdict.reason, {
    lastLines: verdict.lastLines,
    data: { deploy },
    hint: verdict.kind === 'cancelled' ? state : `${state} Fix it and try again; \`sluice logs\` has more.`,
  });
};

/** Past the deadline with the engine away: neither in nor out yet. */
export const undecidedFault = (deploy: DeployId, reason: string): Fault =>
  new Fault('deploy/undecided', `Undecided so far: ${reason}.`, {
    data: { deploy },
    hint: `The platform keeps trying. Watch it: sluice deploys:watch ${deploy}; end it: sluice deploys:cancel ${deploy}`,
  });
