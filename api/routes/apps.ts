import { parseAppName } from '../../core/index.ts';
import { describeApp, describeApps } from '../app-view.ts';
import { generateAppName } from '../generate-app-name.ts';
import type { ApiDeps } from '../ports.ts';
import { authorOf, bare, type Route, route } from '../route.ts';
import { AppData, DestroyedData, NewAppBody } from '../schemas/apps.ts';
import { AppParams } from '../schemas/shared.ts';
import { Type } from '../typebox.ts';

export const createAppRoutes = (deps: ApiDeps): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/apps',
    action: 'app:list',
    summary: 'Apps of the caller, by name',
    data: Type.Array(AppData),
    handle: async ({ account }) => ({ data: await describeApps(deps, await deps.database.apps.ownedBy(account.id)) }),
  }),
  route({
    method: 'POST',
    path: '/api/apps',
    action: 'app:create',
    summary: 'Create an app',
    body: NewAppBody,
    data: AppData,
    status: 201,
    idempotent: true,
    handle: async ({ account, body }) => {
      const { apps } = deps.database;
      const app =
        body.unique_name === undefined
          ? await generateAppName((name) => apps.reserve({ name, owner: account.id }))
          : await apps.reserve({ name: parseAppName(body.unique_name), owner: account.id });
      await deps.control.create(bare(app), authorOf(account));
      await apps.confirm(app.id, account.email);
      return { data: await describeApp(deps, app) };
    },
  }),
  route({
    method: 'GET',
    path: '/api/apps/:app',
    action: 'app:read',
    summary: 'One app',
    params: AppParams,
    data: AppData,
    handle: async ({ app }) => ({ data: await describeApp(deps, app) }),
  }),
  route({
    method: 'DELETE',
    path: '/api/apps/:app',
    action: 'app:destroy',
    summary: 'Destroy an app, its repositories and all that runs of it',
    params: AppParams,
    data: DestroyedData,
    handle: async ({ app, account }) => {
      await deps.control.destroy(bare(app), authorOf(account));
      await deps.database.apps.destroyed(app.id);
      return { data: { unique_name: app.name, id: app.id } };
    },
  }),
];
