import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { AppId, Log, Repositories } from '../../core/index.ts';
import { createKeyedLock } from '../../system/index.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { createSops } from '../sops/run.ts';
import { createRunFolders } from '../sops/run-folder.ts';
import { configRepositoryConfig, makeBareRepository, removeRepository, sourceRepositoryConfig } from './bare-repository.ts';
import { readConfigTree, releaseIn, shapeIn } from './config-tree.ts';
import { outliveEarlierChildren } from './earlier-children.ts';
import { createEnvironments } from './environments.ts';
import { createGit } from './git-program.ts';
import { makeCommit, platformAuthor, writePlatformCommit } from './make-commit.ts';
import { createObjects } from './objects.ts';
import { listRefs, moveRefs } from './refs.ts';
import { isOnFirstParentChain, listReleases } from './releases.ts';
import { type RepositoryPath, repositoryPath } from './repository-path.ts';
import { writeSeed } from './seed.ts';
import { subjectOf } from './subject.ts';
import { sweepRepositories } from './sweep.ts';
import type { VersionCache } from './version-cache.ts';
import { versionOf } from './versions.ts';

export type GitRepositories = Repositories & { readonly repositoryPath: RepositoryPath };

export type RepositoriesDeps = {
  /** Folder of all repositories. Made where it isn't there. */
  readonly root: string;
  /** Path of templates/. */
  readonly templates: string;
  /** PATH where git and cp are found. */
  readonly searchPath: string;
  readonly sops: { readonly path: string };
  readonly keys: KeyRing;
  readonly cache: VersionCache;
  /** Environment of every git and sops child, naming this data folder: `settle` finds an earlier life's children by it. */
  readonly childMarker: Readonly<Record<string, string>>;
  readonly log: Log;
  readonly now: () => number;
};

/** Makes nothing on disk by itself: `create` and `settle` do. */
export const createRepositories = (deps: RepositoriesDeps): GitRepositories => {
  const folders = createRunFolders(createHash('sha256').update(deps.root).digest('hex').slice(0, 12));
  const sops = createSops({ ...deps, path: deps.sops.path, folders });
  const git = createGit({ ...deps, home: deps.root });
  const objects = createObjects(8 * 1024 * 1024);
  const environments = createEnvironments({ sops, keys: deps.keys, cacheBytes: 8 * 1024 * 1024 });
  const all = { ...deps, git, objects, environments };
  const lifeLock = createKeyedLock();
  const refLock = createKeyedLock();
  const path: RepositoryPath = (app, repository) => repositoryPath(deps.root, app, repository);
  const config = (app: AppId): string => path(app, 'config');
  const version: Repositories['version'] = (app, commit) => versionOf(all, app, config(app), commit);
  return {
    repositoryPath: path,
    create: (app, by) =>
      lifeLock(app.id, async () => {
        await deps.keys.create(app.id);
        await makeBareRepository(git, path(app.id, 'source'), sourceRepositoryConfig, async () => {});
        await makeBareRepository(git, config(app.id), configRepositoryConfig, async (gitdir) => {
          const to = await writeSeed(all, gitdir, app, by);
          await moveRefs(git, gitdir, [{ repository: 'config', ref: 'refs/heads/main', to }]);
        });
      }),
    destroy: (app) =>
      lifeLock(app.id, async () => {
        await removeRepository(config(app.id));
        await removeRepository(path(app.id, 'source'));
        await deps.keys.remove(app.id);
      }),
    refs: (app, repository, prefix) => listRefs(git, path(app, repository), prefix),
    move: (app, updates) => {
      const repository = updates[0]?.repository ?? 'config';
      if (updates.some((update) => update.repository !== repository)) throw new Error('one transaction moves refs of one repository');
      const gitdir = path(app, repository);
      return refLock(gitdir, () => moveRefs(git, gitdir, updates));
    },
    make: (app, base, edit, by, trailers) => makeCommit(all, { app, gitdir: config(app.id), base, edit, by, trailers }),
    journal: async (app, { tree, parents, message }) => {
      const gitdir = config(app);
      const entry = { tree: await objects.treeOf(gitdir, tree), parents, message, author: platformAuthor };
      return await writePlatformCommit(all, gitdir, entry);
    },
    message: async (app, commit) => {
      const { message, parents } = await objects.commit(config(app), commit);
      return { message, parents };
    },
    subject: (app, commit) => subjectOf(git, path(app, 'source'), commit),
    desired: async (app, commit) => {
      const tree = await readConfigTree(objects, config(app.id), commit);
      const [environment, number] = await Promise.all([environments.read(app.id, tree.env.blob, tree.env.text), version(app.id, commit)]);
      const release = releaseIn(tree);
      return { app, commit, version: number, shape: shapeIn(tree), ...(release === undefined ? {} : { release }), environment };
    },
    version,
    releases: (app, commit, limit) => listReleases(all, { app, gitdir: config(app) }, commit, limit),
    onFirstParentChain: (app, ancestor, commit) => isOnFirstParentChain(git, config(app), { ancestor, commit }),
    settle: async () => {
      await mkdir(deps.root, { recursive: true });
      await outliveEarlierChildren(deps.childMarker, 2_000, deps.log);
      await sweepRepositories(deps.root, deps.log);
      await folders.sweep();
    },
  };
};
