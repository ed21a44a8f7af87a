import { formatLogs, pickLogFormat } from '../format-logs.ts';
import type { ApiDeps } from '../ports.ts';
import { type Route, route } from '../route.ts';
import { LogsQuery } from '../schemas/logs.ts';
import { AppParams } from '../schemas/shared.ts';

export const createLogRoutes = (deps: ApiDeps): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/apps/:app/logs',
    action: 'logs:read',
    summary: 'Log lines, oldest first: as text, or with cursors when application/x-ndjson is accepted',
    params: AppParams,
    query: LogsQuery,
    streams: ['text/plain', 'application/x-ndjson'],
    handle: async ({ app, query, headers, signal }) => {
      const lines = deps.logs(
        app.id,
        {
          follow: query.follow ?? true,
          lines: query.num_lines ?? 100,
          ...(query.after === undefined ? {} : { after: query.after }),
          ...(query.process === undefined ? {} : { process: query.process }),
        },
        signal,
      );
      return { stream: formatLogs(lines, pickLogFormat(headers['accept'])) };
    },
  }),
];
