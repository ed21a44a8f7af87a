import type { App, Control, Receive } from '../core/index.ts';
import { createControl } from './protocol/create-control.ts';
import { createDeployLock } from './protocol/deploy-lock.ts';
import { defaultLimits, type Limits, type ProtocolDeps, type ProtocolState } from './protocol/deps.ts';
import { createFeeds } from './protocol/feed.ts';
import { createReceive } from './protocol/receive.ts';
import { recover } from './protocol/recover.ts';

export type ReconcilerDeps = Omit<ProtocolDeps, 'limits' | 'stopping'> & { readonly limits?: Partial<Limits> };

export type Reconciler = {
  readonly control: Control;
  readonly receive: Receive;
  /**
   * Takes up what an earlier life left: waits for its git children, then recovers each app by itself in the background.
   * Resolves when doors may open; `recovered` when every app stands.
   */
  readonly start: () => Promise<{ readonly recovered: Promise<void> }>;
  /** What is under way stays in the journal and goes on at the next start. */
  readonly stop: () => void;
};

/** The protocol of DESIGN section 3 over the engine and the repositories it is given. */
export const createReconciler = (deps: ReconcilerDeps): Reconciler => {
  const stopping = new AbortController();
  const whole: ProtocolDeps = { ...deps, limits: { ...defaultLimits, ...deps.limits }, stopping: stopping.signal };
  const state: ProtocolState = { deployLock: createDeployLock(), buildSlot: createDeployLock(), feeds: createFeeds(), active: new Map() };
  const recoverOne = async (app: App): Promise<void> => {
    try {
      await recover(whole, state, app);
    } catch (error) {
      if (!stopping.signal.aborted)
        deps.log.error('an app could not be recovered; its other changes are refused until it is', { app: app.name, error });
    }
  };
  return {
    control: createControl(whole, state),
    receive: createReceive(whole, state),
    start: async () => {
      await deps.repositories.settle();
      await deps.engine.adopt();
      const apps = await deps.records.apps();
      return { recovered: Promise.all(apps.map(recoverOne)).then(() => {}) };
    },
    stop: () => stopping.abort(),
  };
};
