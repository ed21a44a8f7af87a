import type { ApiDeps } from '../ports.ts';
import { type Route, route } from '../route.ts';
import { Type } from '../typebox.ts';

/** What the platform says about itself, to anyone. `describe` gives the OpenAPI document. */
export const createPlatformRoutes = ({ database }: Pick<ApiDeps, 'database'>, describe: () => unknown): readonly Route[] => [
  route({
    method: 'GET',
    path: '/healthz',
    action: 'platform:health',
    summary: 'Whether the server answers and its database does',
    data: Type.Object({ status: Type.Literal('ok') }),
    handle: async () => {
      await database.check();
      return { data: { status: 'ok' } as const };
    },
  }),
  route({
    method: 'GET',
    path: '/api/openapi.json',
    action: 'platform:describe',
    summary: 'This document',
    handle: async () => ({ document: describe() }),
  }),
];
