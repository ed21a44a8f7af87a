import { asFault, type Log, shapeOf } from '../core/index.ts';
import type { OwnedApp } from './database/database.ts';
import { formatTime } from './format-time.ts';
import { placement } from './placement.ts';
import type { ApiDeps } from './ports.ts';
import { bare } from './route.ts';
import type { AppView } from './schemas/apps.ts';

type Deps = Pick<ApiDeps, 'control' | 'addresses'>;

/** An app as the API shows it: what is wanted, and where it answers. */
export const describeApp = async ({ control, addresses }: Deps, app: OwnedApp): Promise<AppView> => {
  const [state, urls] = await Promise.all([control.state(bare(app)), addresses(bare(app))]);
  const web = shapeOf(state.shape, 'web');
  return {
    unique_name: app.name,
    id: app.id,
    size: web.size,
    replicas: web.replicas,
    ...placement,
    version: state.version,
    created_at: formatTime(app.createdAt),
    urls: [...urls],
  };
};

/** Several, in their order; eight at a time, since each reads its app's repository. One that can't be read says so and hides no other. */
export const describeApps = async (deps: Deps & Pick<ApiDeps, 'log'>, apps: readonly OwnedApp[]): Promise<AppView[]> => {
  const describe = (app: OwnedApp) => describeApp(deps, app).catch((error: unknown) => unreadable(deps.log, app, error));
  const views: AppView[] = [];
  for (let start = 0; start < apps.length; start += 8) {
    views.push(...(await Promise.all(apps.slice(start, start + 8).map(describe))));
  }
  return views;
};

const unreadable = (log: Log, app: OwnedApp, error: unknown): AppView => {
  const fault = asFault(error);
  log.error('an app could not be described', { app: app.name, error: fault });
  const none = { size: 0, replicas: 0, version: 0, urls: [] };
  return { unique_name: app.name, id: app.id, ...placement, created_at: formatTime(app.createdAt), ...none, problem: fault.message };
};
