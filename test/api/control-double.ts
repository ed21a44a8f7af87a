import type { Database } from '../../api/index.ts';
import {
  type App,
  type Control,
  type Deploy,
  type DeployId,
  type Environment,
  Fault,
  newDeployId,
  type Oid,
  type Release,
} from '../../core/index.ts';

type Held = { environment: Record<string, string>; releases: Release[]; processes: Record<string, { replicas: number; size: number }> };
type Request = Parameters<Control['change']>[1];

/**
 * A test double of the reconciler's control: it keeps environment, shape and releases in memory and calls every change live.
 * `hold` stops changes until `let`; `calls` is what was asked of it.
 */
export type ControlDouble = Control & {
  readonly calls: { readonly app: string; readonly request: Request; readonly rollOut: boolean; readonly key?: string }[];
  readonly say: (deploy: DeployId, line: string) => void;
  readonly end: (deploy: DeployId) => void;
  /** The next change waits until its signal aborts; resolves with the reason. */
  readonly holdNext: () => Promise<unknown>;
  readonly failNext: (fault: Error) => void;
  readonly destroyed: string[];
};

const oid = (number: number) => number.toString(16).padStart(40, '0') as Oid;

export const controlDouble = (database: Database, now: () => number): ControlDouble => {
  const apps = new Map<string, Held>();
  const lines = new Map<DeployId, { said: string[]; over: boolean; wakes: (() => void)[] }>();
  const calls: ControlDouble['calls'] = [];
  const destroyed: string[] = [];
  let held: ((reason: unknown) => void) | undefined;
  let failing: Error | undefined;

  const of = (app: App): Held => {
    const found = apps.get(app.id) ?? { environment: {}, releases: [], processes: {} };
    apps.set(app.id, found);
    return found;
  };
  const feed = (deploy: DeployId) => {
    const found = lines.get(deploy) ?? { said: [], over: false, wakes: [] };
    lines.set(deploy, found);
    return found;
  };
  const perform = (app: Held, request: Request) => {
    if (request.kind === 'env') {
      Object.assign(app.environment, request.set);
      for (const name of request.unset) delete app.environment[name];
    }
    if (request.kind === 'scale') {
      for (const [name, amounts] of Object.entries(request.processes)) {
        app.processes[name] = { replicas: 1, size: 0.5, ...app.processes[name], ...amounts };
      }
    }
  };

  return {
    calls,
    destroyed,
    change: async (app, request, { by, rollOut, idempotencyKey, signal }) => {
      calls.push({ app: app.name, request, rollOut, ...(idempotencyKey === undefined ? {} : { key: idempotencyKey }) });
      if (failing !== undefined) {
        const fault = failing;
        failing = undefined;
        throw fault;
      }
      if (held !== undefined) {
        const tell = held;
        held = undefined;
        const reason = await new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));
        tell(reason);
        throw new Fault('interrupted', 'The change was dropped.');
      }
      const state = of(app);
      perform(state, request);
      const deploy = newDeployId();
      const version = state.releases.length + 1;
      const summary = `${request.kind} by ${by.email}`;
      state.releases.unshift({ version, commit: oid(version), source: oid(version + 1000), summary, author: by, createdAt: now() });
      const row: Deploy = { id: deploy, app: app.id, kind: request.kind, state: 'live', by, summary, version, createdAt: now() };
      await database.deploys.save(row);
      const common = { deploy, version, commit: oid(version), summary };
      return rollOut ? { kind: 'live', ...common, timings: [{ step: 'start', ms: 1 }] } : { kind: 'accepted', ...common };
    },
    cancel: async (app, deploy) => {
      const row = await database.deploys.get(app.id, deploy);
      if (row === undefined || row.state !== 'rolling') throw new Fault('deploy/over', `Deploy ${deploy} is over.`);
      await database.deploys.save({ ...row, state: 'cancelled', finishedAt: now() });
    },
    follow: async function* (_app, deploy, from, signal) {
      const { said } = feed(deploy);
      for (let sequence = Math.max(from, 1); !signal.aborted; ) {
        const line = said[sequence - 1];
        if (line !== undefined) yield { sequence: sequence++, line };
        else if (feed(deploy).over) return;
        else {
          await new Promise<void>((resolve) => {
            feed(deploy).wakes.push(resolve);
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      }
    },
    say: (deploy, line) => {
      feed(deploy).said.push(line);
      for (const wake of feed(deploy).wakes.splice(0)) wake();
    },
    end: (deploy) => {
      feed(deploy).over = true;
      for (const wake of feed(deploy).wakes.splice(0)) wake();
    },
    state: async (app) => {
      const { releases, processes } = of(app);
      const version = releases.length;
      return {
        main: oid(version),
        version,
        appliedVersion: version,
        shape: { processes },
        processes: { web: 'node web.js', release: 'true' },
      };
    },
    environment: async (app): Promise<Environment> => of(app).environment,
    releases: async (app, limit) => of(app).releases.slice(0, limit),
    create: async (app) => {
      of(app);
    },
    destroy: async (app) => {
      destroyed.push(app.name);
      apps.delete(app.id);
    },
    holdNext: () =>
      new Promise((resolve) => {
        held = resolve;
      }),
    failNext: (fault) => {
      failing = fault;
    },
  };
};
