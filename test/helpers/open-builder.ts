import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type BuilderDeps, createBuilder, createFileSlugStore, inheritedByBuilds, unpackSlug } from '../../builder/index.ts';
import { type AppName, type BuildRequest, newAppId, type Oid, type SlugDigest, silentLog } from '../../core/index.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import { type Tree, writeTree } from './write-tree.ts';

/** A builder in a folder of its own, with one app. `build` takes a tree, or the folder of an example. */
export const openBuilder = async (t: ExecutionContext<unknown>, deps: Partial<BuilderDeps> = {}) => {
  const home = await temporaryDirectory(t);
  const slugs = createFileSlugStore({ folder: join(home, 'slugs'), now: Date.now });
  const workFolder = join(home, 'builds');
  const cacheFolder = join(home, 'cache');
  const builder = createBuilder({
    slugs,
    cacheFolder,
    workFolder,
    nodePath: dirname(process.execPath),
    inherited: inheritedByBuilds(process.env),
    log: silentLog,
    now: () => performance.now(),
    ...deps,
  });
  const app = { id: newAppId(), name: 'builder-test' as AppName };
  const lines: string[] = [];

  const build = (tree: Tree | string, request: Partial<BuildRequest> = {}, signal = new AbortController().signal) =>
    builder.build(
      {
        app,
        commit: 'c'.repeat(40) as Oid,
        export: (folder) => (typeof tree === 'string' ? cp(tree, folder, { recursive: true }) : writeTree(folder, tree)),
        environment: {},
        clean: false,
        ...request,
      },
      (line) => lines.push(line),
      signal,
    );
  /** Unpacks a slug into a new folder and tells which. */
  const unpack = async (digest: SlugDigest): Promise<string> => {
    await mkdir(join(home, 'unpacked'), { recursive: true });
    const folder = join(home, 'unpacked', newAppId());
    await unpackSlug(await slugs.open(app.id, digest), { folder, digest });
    return folder;
  };
  return { home, workFolder, cacheFolder, slugs, builder, app, lines, build, unpack };
};

/** The folder of an app among the fixtures. */
export const appFixture = (name: string): string => join(import.meta.dirname, '..', 'fixtures', 'apps', name);
