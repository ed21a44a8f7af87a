import { join } from 'node:path';
import { type AppId, isAppId } from '../../core/index.ts';

/** Where a repository of an app is, below `root`. */
export const repositoryPath = (root: string, app: AppId, repository: 'source' | 'config'): string => {
  if (!isAppId(app)) throw new Error(`not the id of an app: ${app}`);
  return join(root, repository === 'source' ? `${app}.git` : `${app}.config.git`);
};
