import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { readIdentity } from './identity.ts';
import { createIntents } from './intents.ts';
import type { Kept } from './keeper/protocol.ts';
import { createKeeperClient } from './keeper-client.ts';
import type { LocalEngineDeps } from './local-engine.ts';
import { createPorts } from './ports.ts';
import { metaOf } from './replica.ts';
import { toEvent } from './replica-event.ts';
import { createRunOutput } from './run-output.ts';
import type { Trees } from './trees.ts';
import { createHealthWatch } from './watch-health.ts';

type Parts = {
  readonly deps: LocalEngineDeps;
  readonly trees: Trees;
  readonly changed: Context['changed'];
  /** A new keeper runs, since the former was killed, and all replicas with it. */
  readonly replaced: () => void;
  readonly stopping: AbortSignal;
};

/** Opens what the engine stands on: key, intents, keeper. Wires the keeper's events to whom they concern. */
export const openContext = async ({ deps, trees, changed, replaced, stopping }: Parts): Promise<Context> => {
  const { log, now, onEvent, router } = deps;
  await mkdir(deps.folder, { recursive: true, mode: 0o700 });
  const folder = await realpath(deps.folder);
  await trees.sweepRemains();
  const identity = await readIdentity(folder);
  const intents = createIntents({ folder: join(folder, 'apps'), log });
  await intents.load();
  const output = createRunOutput();

  const keeper = createKeeperClient({
    program: { folder, engine: identity.id, ports: deps.ports ?? { from: 20_000, to: 29_999 }, node: deps.node },
    log,
    on: {
      changed: ({ kept, before, found }) => {
        const entry = kept ?? before;
        if (entry === undefined) return;
        const meta = metaOf(entry);
        if (meta.kind === 'run') return;
        const event = found ? undefined : toEvent({ kept, before, meta, at: now() });
        if (event !== undefined) onEvent(event);
        if (kept === undefined) {
          context.retiring.delete(entry.key);
          context.healthy.delete(entry.key);
          if (meta.port !== 0) context.ports.rest(meta.port);
        } else if (meta.serving) watchHealth(kept.key);
        changed(meta.app);
      },
      line: output.took,
      replaced,
    },
  });

  const watchHealth = createHealthWatch(() => context);
  const context: Context = {
    folder,
    identity,
    keeper,
    router,
    intents,
    trees,
    ports: createPorts({
      blocks: keeper.ports,
      claim: keeper.claimPorts,
      inUse: () => portsOf(keeper.kept().values()),
      now,
    }),
    limits: {
      startTimeoutMs: deps.startTimeoutMs ?? 60_000,
      drainTimeoutMs: deps.drainTimeoutMs ?? 30_000,
      stopGraceMs: deps.stopGraceMs ?? 10_000,
    },
    baseEnvironment: deps.baseEnvironment,
    hosts: deps.hosts ?? (({ name }) => [`${name}.localhost`]),
    retiring: new Set(),
    healthy: new Map(),
    live: new Map(),
    lines: output.lines,
    silence: output.silence,
    stopping,
    inBackground: (what, work) => {
      work.catch((error) => {
        if (!stopping.aborted) log.error(`${what} failed`, { error });
      });
    },
    onEvent,
    changed,
    log,
    now,
  };
  return context;
};

const portsOf = (all: Iterable<Kept>): ReadonlySet<number> =>
  new Set(
    [...all].flatMap((kept) => {
      const meta = metaOf(kept);
      return meta.kind === 'replica' ? [meta.port] : [];
    }),
  );
