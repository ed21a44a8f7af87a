import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppId, Fault, isSlugDigest, randomWord, type SlugDigest } from '../../core/index.ts';
import { createKeyedLock, ifThere, syncFolder } from '../../system/index.ts';
import type { SlugStore, StoredSlug } from './slug-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const ending = '.tar.zst';

/**
 * Slugs as files `<folder>/<app id>/<sha256>.tar.zst`. A file's modification time is the end of its lease: it needs no second
 * file that could disagree, survives a restart, and is copied by every backup.
 */
export const createFileSlugStore = (deps: { readonly folder: string; readonly now: () => number }): SlugStore => {
  const { now } = deps;
  // A lease taken while a sweep looks around must count.
  const oneAtATime = createKeyedLock();
  const folderOf = (app: AppId) => join(deps.folder, app);
  const pathOf = (app: AppId, digest: SlugDigest) => join(folderOf(app), `${digest}${ending}`);
  const keep = (path: string, until: number) => utimes(path, now() / 1000, until / 1000);

  const find = async (app: AppId, digest: SlugDigest): Promise<StoredSlug | undefined> => {
    const found = await ifThere(stat(pathOf(app, digest)));
    return found && { digest, sizeBytes: found.size, keptUntil: found.mtimeMs };
  };
  const list = async (app: AppId): Promise<readonly StoredSlug[]> => {
    const names = (await ifThere(readdir(folderOf(app)))) ?? [];
    const digests = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
    const slugs = await Promise.all(digests.filter(isSlugDigest).map((digest) => find(app, digest)));
    return slugs.filter((slug) => slug !== undefined).sort((one, other) => (one.digest < other.digest ? -1 : 1));
  };
  const remove = async (app: AppId, digest: SlugDigest) => rm(pathOf(app, digest), { force: true });

  return {
    put: async (app, archive) => {
      await mkdir(folderOf(app), { recursive: true, mode: 0o700 });
      const temporary = join(folderOf(app), `.${randomWord(16)}.tmp`);
      try {
        const { digest, sizeBytes } = await write(temporary, archive);
        return await oneAtATime(app, async () => {
          const before = await find(app, digest);
          const keptUntil = Math.max(before?.keptUntil ?? 0, now() + dayMs);
          await keep(temporary, keptUntil);
          await rename(temporary, pathOf(app, digest));
          await syncFolder(folderOf(app));
          return { digest, sizeBytes, keptUntil };
        });
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    has: async (app, digest) => (await find(app, digest)) !== undefined,
    open: async (app, digest) => {
      const file = await ifThere(open(pathOf(app, digest)));
      if (file === undefined) throw gone(digest);
      return file.createReadStream({ highWaterMark: 256 * 1024 });
    },
    lease: (app, digest, ms) =>
      oneAtATime(app, async () => {
        const slug = await find(app, digest);
        if (slug === undefined) throw gone(digest);
        if (now() + ms > slug.keptUntil) await keep(pathOf(app, digest), now() + ms);
      }),
    list,
    remove,
    sweep: (app, wanted) =>
      oneAtATime(app, async () => {
        const old = (await list(app)).filter((slug) => !wanted.has(slug.digest) && slug.keptUntil <= now());
        await Promise.all(old.map((slug) => remove(app, slug.digest)));
        await removeLeftOvers(folderOf(app), now() - dayMs);
        return old.map((slug) => slug.digest);
      }),
    destroy: (app) => rm(folderOf(app), { recursive: true, force: true }),
  };
};

const write = async (path: string, archive: AsyncIterable<Uint8Array>) => {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let sizeBytes = 0;
  try {
    for await (const chunk of archive) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { digest: hash.digest('hex') as SlugDigest, sizeBytes };
};

/** No archive takes a day to write, so an older temporary file belongs to nobody. */
const removeLeftOvers = async (folder: string, before: number): Promise<void> => {
  for (const name of (await ifThere(readdir(folder))) ?? []) {
    if (!name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    const found = await ifThere(stat(path));
    if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true });
  }
};

const gone = (digest: SlugDigest): Fault =>
  new Fault('slug/not-found', `The slug ${digest.slice(0, 12)} is not kept any more.`, {
    hint: 'Push that version again to build it anew.',
  });
