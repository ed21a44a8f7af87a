import { join } from 'node:path';
import { type AppId, isAppId, type RepositoryKind } from '../../core/index.ts';

/** Where the bare repositories are, as absolute paths. */
export type RepositoryPath = (app: AppId, repository: RepositoryKind) => string;

/** Where a repository of an app is, below `root`. */
export const repositoryPath = (root: string, app: AppId, repository: RepositoryKind): string => {
  if (!isAppId(app)) throw new Error(`not the id of an app: ${app}`);
  return join(root, repository === 'source' ? `${app}.git` : `${app}.config.git`);
};
