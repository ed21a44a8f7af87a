import type { App, AppId, Desired, Log, PlatformEvent } from '../../../core/index.ts';
import type { Identity } from './identity.ts';
import type { Intents } from './intents.ts';
import type { KeeperClient } from './keeper-client.ts';
import type { createPorts } from './ports.ts';
import type { RouterControl } from './router-control.ts';
import type { createRunOutput } from './run-output.ts';
import type { Trees } from './trees.ts';

export type Limits = {
  readonly startTimeoutMs: number;
  readonly drainTimeoutMs: number;
  /** Between SIGTERM and SIGKILL. */
  readonly stopGraceMs: number;
};

/** What the parts of the engine share. */
export type Context = {
  readonly folder: string;
  readonly identity: Identity;
  readonly keeper: KeeperClient;
  readonly router: RouterControl;
  readonly intents: Intents;
  readonly trees: Trees;
  readonly ports: ReturnType<typeof createPorts>;
  readonly limits: Limits;
  readonly baseEnvironment: Readonly<Record<string, string>>;
  readonly hosts: (app: App) => readonly string[];
  /** Keys of replicas on their way out, which no plan may keep. */
  readonly retiring: Set<string>;
  /** Key to the start of the run that was found healthy. */
  readonly healthy: Map<string, number>;
  /** What is live, with its environment: for starting it anew should the keeper be killed. In memory only. */
  readonly live: Map<AppId, Desired>;
  readonly lines: ReturnType<typeof createRunOutput>['lines'];
  readonly silence: ReturnType<typeof createRunOutput>['silence'];
  /** Aborted when the server lets go. */
  readonly stopping: AbortSignal;
  /** Watches work nobody waits for; its failure is logged. */
  readonly inBackground: (what: string, work: Promise<unknown>) => void;
  readonly onEvent: (event: PlatformEvent) => void;
  readonly changed: (app: AppId) => void;
  readonly log: Log;
  readonly now: () => number;
};
