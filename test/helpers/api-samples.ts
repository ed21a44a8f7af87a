import type { paths } from '../../tui/generated/api.ts';

/** Answers of the API, typed by its description: a change of a route's shape shows here at once. */
type Body<Operation> = Operation extends { responses: infer Responses } ? BodyOf<Responses> : never;
type BodyOf<Responses> = {
  [Status in keyof Responses]: Status extends 200 | 201 | 202
    ? Responses[Status] extends { content: { 'application/json': infer Json } }
      ? Json
      : never
    : never;
}[keyof Responses];
type Data<Operation> = Body<Operation> extends { data: infer Value } ? Value : never;

const time = '2026-11-24T12:00:03.000+00:00';

export const app: Data<paths['/api/apps/{app}']['get']> = {
  unique_name: 'shop',
  id: 'a0123456789ab',
  size: 0.5,
  replicas: 1,
  stack: 'local',
  cloud: 'local',
  region: 'local',
  version: 3,
  created_at: time,
  urls: ['http://shop.localhost:5000', 'http://127.0.0.1:5001'],
};

export const status: Data<paths['/api/apps/{app}/status']['get']> = {
  unique_name: 'shop',
  cloud: 'local',
  region: 'local',
  stack: 'local',
  size: 0.5,
  replicas_desired: 1,
  replicas_running: 1,
  pods: [{ name: 'web.1', version: '3', sha: 'a'.repeat(40), status: 'Healthy', lastState: {} }],
  urls: app.urls,
  wanted_version: 3,
  running_version: 3,
  processes: { web: { replicas: 1, running: 1, size: 0.5, command: 'node server.js' } },
  replicas: [
    { name: 'web.1', process: 'web', version: 3, state: 'healthy', size: 0.5, started_at: time, restarts: 0 },
    {
      name: 'worker.1',
      process: 'worker',
      version: 3,
      state: 'crashed',
      size: 1,
      started_at: time,
      restarts: 4,
      last_exit: 'exited with 1',
    },
  ],
};

export const release = (version: string): Data<paths['/api/apps/{app}/releases']['get']>[number] => ({
  version,
  sha: 'b'.repeat(40),
  summary: `Deploy bbbbbbbb as v${version}`,
  created_at: time,
  commit: 'c'.repeat(40),
  by: { name: 'Me', email: 'me@example.org' },
});

export const deploy: Data<paths['/api/apps/{app}/deploys/{deploy}']['get']> = {
  id: 'k3v9x0q2m1ab',
  kind: 'push',
  state: 'live',
  by: { name: 'Me', email: 'me@example.org' },
  summary: 'Deploy bbbbbbbb',
  created_at: time,
  version: 4,
  finished_at: time,
};

export const change = (kind: 'live' | 'accepted' | 'unchanged'): Body<paths['/api/apps/{app}/restart']['put']>['change'] => ({
  kind,
  version: 4,
  deploy: deploy.id,
  commit: 'c'.repeat(40),
  summary: 'Restart',
  timings: [{ step: 'start', ms: 80 }],
});
