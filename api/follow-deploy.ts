import type { App, Deploy, DeployId, DeployState } from '../core/index.ts';
import type { Deploys } from './database/database.ts';
import { toDeployView } from './deploy-view.ts';
import type { ServerEvent } from './event-stream.ts';
import type { ApiDeps } from './ports.ts';

type Followed = {
  readonly app: App;
  readonly deploy: DeployId;
  /** First line wanted. */
  readonly from: number;
  readonly signal: AbortSignal;
};

const ends: ReadonlySet<DeployState> = new Set(['live', 'failed', 'cancelled', 'undecided']);

/** The row is written just after the last line; a deploy whose row says nothing new for this long ends as it stands. */
const rowLagMs = 5_000;

/** Lines of a deploy as events `line`, then one event `end` with the deploy as it ended. */
export async function* followDeploy(
  { control, database }: Pick<ApiDeps, 'control' | 'database'>,
  { app, deploy, from, signal }: Followed,
): AsyncGenerator<ServerEvent> {
  for await (const { sequence, line } of control.follow(app, deploy, from, signal)) {
    yield { id: sequence, event: 'line', data: { sequence, line } };
  }
  if (signal.aborted) return;
  const last = await ended(database.deploys, { app, deploy, signal });
  if (last !== undefined && !signal.aborted) yield { event: 'end', data: toDeployView(last) };
}

const ended = async (deploys: Deploys, { app, deploy, signal }: Omit<Followed, 'from'>): Promise<Deploy | undefined> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stopListening = deploys.onSaved((saved) => {
    if (saved.id === deploy && ends.has(saved.state)) resolve();
  });
  const timer = setTimeout(resolve, rowLagMs);
  signal.addEventListener('abort', () => resolve(), { once: true });
  try {
    const now = await deploys.get(app.id, deploy);
    if (now !== undefined && !ends.has(now.state)) await promise;
    return await deploys.get(app.id, deploy);
  } finally {
    clearTimeout(timer);
    stopListening();
  }
};
