import { actions, type Scope } from './actions.ts';
import type { Route } from './route.ts';
import { Change } from './schemas/shared.ts';
import { Type } from './typebox.ts';

/** What fastify checks and the OpenAPI document says of a route. */
export const schemaOf = (route: Route): Record<string, unknown> => ({
  summary: route.summary,
  operationId: operationIdOf(route),
  tags: [route.action.split(':')[0]],
  security: security[actions[route.action]],
  ...(route.params === undefined ? {} : { params: route.params }),
  ...(route.query === undefined ? {} : { querystring: route.query }),
  ...(route.body === undefined ? {} : { body: route.body }),
  response: { [route.status ?? 200]: successOf(route), '4xx': failure, '5xx': failure },
});

const security: Record<Scope, readonly Record<string, readonly string[]>[]> = {
  anyone: [],
  operator: [{ operator: [] }],
  account: [{ account: [] }],
  app: [{ account: [] }],
};

const failure = { description: 'What happened, and what to do next', ...Type.Ref('Error#') };

const successOf = ({ data, changes, streams = [] }: Route): unknown => {
  const json = Type.Object({ ...(data === undefined ? {} : { data }), ...(changes === true ? { change: Change } : {}) });
  const isJson = data !== undefined || streams.length === 0;
  const media = [...(isJson ? [['application/json', { schema: json }]] : []), ...streams.map((type) => [type, { schema: Type.String() }])];
  return { description: 'Done', content: Object.fromEntries(media) };
};

/** `PUT /api/apps/:app/scale` is `putAppsAppScale`: a name for generated clients that no two routes share. */
const operationIdOf = ({ method, path }: Route): string =>
  method.toLowerCase() +
  path
    .replace(/^\/api/, '')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
