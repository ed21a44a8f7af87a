import { shapeOf } from '../core/index.ts';
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

/** Several, in their order; eight at a time, since each reads its app's repository. */
export const describeApps = async (deps: Deps, apps: readonly OwnedApp[]): Promise<AppView[]> => {
  const views: AppView[] = [];
  for (let start = 0; start < apps.length; start += 8) {
    views.push(...(await Promise.all(apps.slice(start, start + 8).map((app) => describeApp(deps, app)))));
  }
  return views;
};
