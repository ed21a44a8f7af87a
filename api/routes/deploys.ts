import { type DeployId, Fault, isDeployId } from '../../core/index.ts';
import type { OwnedApp } from '../database/database.ts';
import { toDeployView } from '../deploy-view.ts';
import { eventStream, resumeAfter } from '../event-stream.ts';
import { followDeploy } from '../follow-deploy.ts';
import type { ApiDeps } from '../ports.ts';
import { authorOf, bare, type Route, route } from '../route.ts';
import { CancelledData, DeployData, DeployEventsQuery, DeployParams, DeploysQuery } from '../schemas/deploys.ts';
import { AppParams } from '../schemas/shared.ts';
import { Type } from '../typebox.ts';

export const createDeployRoutes = (deps: ApiDeps): readonly Route[] => {
  const find = async (app: OwnedApp, text: string | undefined) => {
    const id = text ?? '';
    const deploy = isDeployId(id) ? await deps.database.deploys.get(app.id, id as DeployId) : undefined;
    if (deploy !== undefined) return deploy;
    throw new Fault('deploy/not-found', `App «${app.name}» has no deploy «${id}».`, {
      hint: `See its deploys with: sluice deploys --app ${app.name}`,
    });
  };
  return [
    route({
      method: 'GET',
      path: '/api/apps/:app/deploys',
      action: 'deploy:read',
      summary: 'Attempts to change what runs, newest first',
      params: AppParams,
      query: DeploysQuery,
      data: Type.Array(DeployData),
      handle: async ({ app, query }) => ({ data: (await deps.database.deploys.list(app.id, query.limit ?? 50)).map(toDeployView) }),
    }),
    route({
      method: 'GET',
      path: '/api/apps/:app/deploys/:deploy',
      action: 'deploy:read',
      summary: 'One deploy',
      params: DeployParams,
      data: DeployData,
      handle: async ({ app, params }) => ({ data: toDeployView(await find(app, params['deploy'])) }),
    }),
    route({
      method: 'GET',
      path: '/api/apps/:app/deploys/:deploy/events',
      action: 'deploy:read',
      summary: 'What a deploy prints, as server-sent events `line`; the event `end` carries the deploy',
      params: DeployParams,
      query: DeployEventsQuery,
      streams: ['text/event-stream'],
      handle: async ({ app, params, query, headers, signal }) => {
        const deploy = await find(app, params['deploy']);
        const after = resumeAfter(headers, query.after);
        const from = after === undefined ? 0 : after + 1;
        return { stream: eventStream(followDeploy(deps, { app: bare(app), deploy: deploy.id, from, signal }), signal) };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/apps/:app/deploys/:deploy',
      action: 'deploy:cancel',
      summary: 'Cancel a deploy in progress; answers when the verdict is durable',
      params: DeployParams,
      data: CancelledData,
      status: 202,
      handle: async ({ app, account, params }) => {
        const deploy = await find(app, params['deploy']);
        await deps.control.cancel(bare(app), deploy.id, authorOf(account));
        return { data: { id: deploy.id, state: 'cancelled' } as const };
      },
    }),
  ];
};
