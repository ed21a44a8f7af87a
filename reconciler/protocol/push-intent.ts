import { Fault, type Push } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import { buildInputs, type Gated, leaseMs } from './gate.ts';
import type { Intent } from './intent.ts';

type Landing = { readonly push: Push; readonly output: (line: string) => void; readonly signal: AbortSignal };

/** A gated push as a change: under the lock all of the gate's findings are checked again. */
export const toPushIntent = (deps: ProtocolDeps, held: Gated, { push, output, signal }: Landing): Intent => ({
  deploy: held.started.id,
  app: push.app,
  kind: 'push',
  by: push.by,
  what: held.started.summary,
  rollOut: !push.options.noDeploy,
  createdAt: held.started.createdAt,
  source: { commit: held.command.new, branch: held.branch, old: held.command.old },
  edit: async (base) => {
    const { shape, environment } = await deps.repositories.desired(push.app, base);
    if (shape.deployBranch !== undefined && shape.deployBranch !== held.branch) {
      throw new Fault('deploy/conflict', `The deploy branch is ${shape.deployBranch} now.`, {
        hint: `Push there: git push sluice HEAD:${shape.deployBranch}`,
      });
    }
    if (buildInputs(environment) !== held.inputs)
      throw new Fault('deploy/conflict', 'BUILDPACK_URL changed while this push was built.', { hint: 'Push again.' });
    const { digest } = held.built.release.slug;
    if (!(await deps.slugs.has(push.app.id, digest)))
      throw new Fault('slug/not-found', 'The slug of this push is gone.', { hint: 'Push again.' });
    await deps.slugs.lease(push.app.id, digest, leaseMs);
    const message = push.options.message ?? (await deps.repositories.subject(push.app.id, held.command.new));
    return { kind: 'release', release: held.built.release, deployBranch: held.branch, message };
  },
  output,
  signal,
});
