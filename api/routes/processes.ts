import { shapeOf } from '../../core/index.ts';
import { decideScale } from '../decide-scale.ts';
import type { ApiDeps } from '../ports.ts';
import { authorOf, bare, type Route, route } from '../route.ts';
import { RestartData, ScaleBody, ScaleData, StatusData } from '../schemas/apps.ts';
import { AppParams } from '../schemas/shared.ts';
import { describeStatus } from '../status-view.ts';

/** What runs, how many, and again. */
export const createProcessRoutes = (deps: ApiDeps): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/apps/:app/status',
    action: 'app:read',
    summary: 'What is wanted and what runs',
    params: AppParams,
    data: StatusData,
    handle: async ({ app }) => ({ data: await describeStatus(deps, app) }),
  }),
  route({
    method: 'PUT',
    path: '/api/apps/:app/scale',
    action: 'app:scale',
    summary: 'Change number and size of replicas; answers when they run',
    params: AppParams,
    body: ScaleBody,
    data: ScaleData,
    changes: true,
    handle: async ({ app, account, body, signal }) => {
      const request = { kind: 'scale', processes: decideScale(body) } as const;
      const change = await deps.control.change(bare(app), request, { by: authorOf(account), rollOut: true, signal }, () => {});
      const { shape, processes } = await deps.control.state(bare(app));
      const web = shapeOf(shape, 'web');
      const names = new Set(['web', ...Object.keys(processes), ...Object.keys(shape.processes)]);
      const all = [...names].map((name) => {
        const { replicas, size } = shapeOf(shape, name);
        return [name, { replicas, size }] as const;
      });
      return { data: { unique_name: app.name, replicas: web.replicas, size: web.size, processes: Object.fromEntries(all) }, change };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/apps/:app/restart',
    action: 'app:restart',
    summary: 'Replace every replica; answers when the new ones run',
    params: AppParams,
    data: RestartData,
    changes: true,
    idempotent: true,
    handle: async ({ app, account, headers, signal }) => {
      const key = headers['idempotency-key'];
      const idempotencyKey = key === undefined ? {} : { idempotencyKey: `${account.id}:${key}` };
      const options = { by: authorOf(account), rollOut: true, ...idempotencyKey, signal };
      const change = await deps.control.change(bare(app), { kind: 'restart' }, options, () => {});
      return { data: { unique_name: app.name, version: change.version }, change };
    },
  }),
];
