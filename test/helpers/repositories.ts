import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '../../core/index.ts';
import { createKeyRing, createRepositories, type GitRepositories } from '../../gitserver/index.ts';
import { writeFileAtomic } from '../../system/index.ts';
import { sopsPath } from './sops.ts';

/** Real repositories over a folder of the test's: git, sops and keys as on a platform; the keys' store is files. */
export const openRepositories = async (folder: string): Promise<GitRepositories> => {
  const keyFile = (app: string) => join(folder, `${app}.sealed`);
  const versions = new Map<string, number>();
  const keys = await createKeyRing({
    folder: join(folder, 'keys'),
    store: {
      load: (app) => readFile(keyFile(app)).catch(() => undefined),
      save: (app, sealed) => writeFileAtomic(keyFile(app), sealed, { mode: 0o600 }),
      remove: (app) => rm(keyFile(app), { force: true }),
    },
  });
  return await createRepositories({
    root: join(folder, 'repos'),
    templates: join(import.meta.dirname, '..', '..', 'templates'),
    searchPath: process.env['PATH'] ?? '/usr/bin:/bin',
    sops: { path: await sopsPath() },
    keys,
    cache: {
      get: async (app, commit) => versions.get(`${app} ${commit}`),
      set: async (app, commit, version) => void versions.set(`${app} ${commit}`, version),
    },
    childMarker: { SLUICE_CHILD_OF: folder },
    log: silentLog,
    now: Date.now,
  });
};
