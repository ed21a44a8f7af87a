import type { App, DeployId } from '../../core/index.ts';
import type { ActiveDeploy, ProtocolState } from './deps.ts';
import type { Ending } from './intent.ts';

/** Makes a deploy cancellable, and what it says followable. A push that lands goes on under the entry that its gate made. */
export const enter = (state: ProtocolState, app: App, deploy: DeployId): ActiveDeploy => {
  const there = findActive(state, app, deploy);
  if (there !== undefined) return there;
  const active: ActiveDeploy = {
    app: app.id,
    cancel: new AbortController(),
    journalled: Promise.withResolvers(),
    ended: Promise.withResolvers(),
  };
  state.active.set(deploy, active);
  state.feeds.open(deploy);
  return active;
};

/** The deploy is over, however it ended: whoever follows it or waits for its end goes on. Idempotent. */
export const leave = (state: ProtocolState, deploy: DeployId, ending: Ending): void => {
  state.active.get(deploy)?.ended.resolve(ending);
  state.active.delete(deploy);
  state.feeds.close(deploy);
};

/** The deploy under way with this id in this app. */
export const findActive = (state: ProtocolState, app: App, id: DeployId): ActiveDeploy | undefined => {
  const active = state.active.get(id);
  return active?.app === app.id ? active : undefined;
};
