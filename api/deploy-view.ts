import type { Deploy } from '../core/index.ts';
import { formatTime } from './format-time.ts';
import type { DeployView } from './schemas/deploys.ts';

/** A deploy as the API shows it. */
export const toDeployView = (deploy: Deploy): DeployView => ({
  id: deploy.id,
  kind: deploy.kind,
  state: deploy.state,
  by: { name: deploy.by.name, email: deploy.by.email },
  summary: deploy.summary,
  created_at: formatTime(deploy.createdAt),
  ...(deploy.source === undefined ? {} : { source: deploy.source }),
  ...(deploy.commit === undefined ? {} : { commit: deploy.commit }),
  ...(deploy.version === undefined ? {} : { version: deploy.version }),
  ...(deploy.reason === undefined ? {} : { reason: deploy.reason }),
  ...(deploy.finishedAt === undefined ? {} : { finished_at: formatTime(deploy.finishedAt) }),
});
