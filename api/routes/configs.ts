import type { ChangeRequest } from '../../core/index.ts';
import type { Account, OwnedApp } from '../database/database.ts';
import { decideSet, decideUnset } from '../decide-configs.ts';
import type { ApiDeps } from '../ports.ts';
import { authorOf, bare, type Route, route } from '../route.ts';
import { ConfigsData, SetConfigsBody, UnsetConfigsBody } from '../schemas/configs.ts';
import { AppParams } from '../schemas/shared.ts';

/** Environment variables of an app. Set and unset answer with all of them, when the change is live. */
export const createConfigRoutes = (deps: ApiDeps): readonly Route[] => {
  const change = async (
    { app, account, signal }: { app: OwnedApp; account: Account; signal: AbortSignal },
    request: ChangeRequest,
    rollOut: boolean,
  ) => {
    const change = await deps.control.change(bare(app), request, { by: authorOf(account), rollOut, signal }, () => {});
    return { data: { ...(await deps.control.environment(bare(app))) }, change };
  };
  return [
    route({
      method: 'GET',
      path: '/api/apps/:app/configs',
      action: 'config:read',
      summary: 'Environment variables',
      params: AppParams,
      data: ConfigsData,
      handle: async ({ app }) => ({ data: { ...(await deps.control.environment(bare(app))) } }),
    }),
    route({
      method: 'POST',
      path: '/api/apps/:app/configs',
      action: 'config:write',
      summary: 'Set environment variables; answers when replicas have them',
      params: AppParams,
      body: SetConfigsBody,
      data: ConfigsData,
      status: 201,
      changes: true,
      handle: async (call) => change(call, { kind: 'env', set: decideSet(call.body), unset: [] }, call.body.avoid_restart !== true),
    }),
    route({
      method: 'DELETE',
      path: '/api/apps/:app/configs',
      action: 'config:write',
      summary: 'Unset environment variables; answers when replicas are without them',
      params: AppParams,
      body: UnsetConfigsBody,
      data: ConfigsData,
      changes: true,
      handle: async (call) => change(call, { kind: 'env', set: {}, unset: decideUnset(call.body) }, call.body.avoid_restart !== true),
    }),
  ];
};
