import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppId, asFault, isSlugDigest, randomWord, type SlugDigest } from '../../../core/index.ts';
import { createKeyedLock, ifThere, writeFileAtomic } from '../../../system/index.ts';

export type TreesDeps = {
  readonly folder: string;
  readonly unpack: (app: AppId, digest: SlugDigest, folder: string, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
};

/** A tree nobody has asked for during this long, and nothing refers to, may go. */
const leaseMs = 60 * 60_000;

export type Trees = ReturnType<typeof createTrees>;

/**
 * Slugs made ready, once per machine: `<folder>/<digest>/`, shared by all replicas. A tree appears by rename, then a marker names the boot
 * it was made in. After a crash of the machine a tree of an earlier boot may have lost contents that never reached the disk, so it is
 * made again from the slug; after a crash of the server nothing is lost.
 */
export const createTrees = ({ folder, unpack, now }: TreesDeps) => {
  const lock = createKeyedLock();
  const touched = new Map<string, number>();
  const pathOf = (digest: SlugDigest) => join(folder, digest);
  const markerOf = (digest: SlugDigest) => join(folder, `${digest}.ready`);

  const isReady = async (digest: SlugDigest): Promise<boolean> => {
    touched.set(digest, now());
    const marker = await ifThere(readFile(markerOf(digest), 'utf8'));
    return marker !== undefined && marker === (await bootId());
  };

  /** Puts a finished folder of the same file system in its place. */
  const place = async (digest: SlugDigest, made: string): Promise<void> => {
    await discard(digest);
    await rename(made, pathOf(digest));
    await writeFileAtomic(markerOf(digest), await bootId());
  };

  const discard = async (digest: SlugDigest): Promise<void> => {
    await rm(markerOf(digest), { force: true });
    const trash = join(folder, `${randomWord(8)}.trash`);
    await ifThere(rename(pathOf(digest), trash));
    await rm(trash, { recursive: true, force: true });
  };

  return {
    pathOf,
    /** Resolves when the tree is there; calls for one digest share the work. Throws what `unpack` throws. */
    prepare: (app: AppId, digest: SlugDigest, signal: AbortSignal): Promise<void> =>
      lock(digest, async () => {
        signal.throwIfAborted();
        if (await isReady(digest)) return;
        const temporary = join(folder, `${randomWord(8)}.new`);
        await mkdir(temporary, { recursive: true });
        try {
          await unpack(app, digest, temporary, signal);
          await place(digest, temporary);
        } catch (error) {
          await rm(temporary, { recursive: true, force: true });
          signal.throwIfAborted();
          throw asFault(error);
        }
      }),
    /** Moves the tree a slug was just packed from in its place, so that it needs no unpacking here. `from` is gone afterwards. */
    keep: (digest: SlugDigest, from: string): Promise<void> =>
      lock(digest, async () => {
        if (await isReady(digest)) return rm(from, { recursive: true, force: true });
        const temporary = join(folder, `${randomWord(8)}.new`);
        await mkdir(folder, { recursive: true });
        await move(from, temporary);
        await place(digest, temporary);
      }),
    remove: (digest: SlugDigest): Promise<void> => lock(digest, () => discard(digest)),
    /** At the start: what an earlier life left half done goes. */
    sweepRemains: async (): Promise<void> => {
      await mkdir(folder, { recursive: true });
      for (const name of await readdir(folder)) {
        if (/\.(new|trash|tmp)$/.test(name)) await rm(join(folder, name), { recursive: true, force: true });
      }
    },
    /** Removes trees that nothing refers to and nobody has asked for of late. */
    sweep: async (used: ReadonlySet<string>): Promise<void> => {
      for (const name of await readdir(folder)) {
        const recent = now() - (touched.get(name) ?? Number.NEGATIVE_INFINITY) < leaseMs;
        if (isSlugDigest(name) && !used.has(name) && !recent) await lock(name, () => discard(name));
      }
    },
  };
};

const move = async (from: string, to: string): Promise<void> => {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
    await rm(from, { recursive: true, force: true });
  }
};

/** Changes with each start of the machine. Where there is none, trees are trusted. */
const bootId = async (): Promise<string> => (await ifThere(readFile('/proc/sys/kernel/random/boot_id', 'utf8')))?.trim() ?? 'unknown';
