import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../core/index.ts';
import { syncFolder, writeFileAtomic } from '../../system/index.ts';
import { problemWith } from './obtain-installed.ts';
import { type SopsPin, sopsVersion } from './obtain-pins.ts';

/** The program kept from an earlier run, verified by digest once and then by size and time of change. A wrong one is removed. */
export const findKept = async (cacheFolder: string, pin: SopsPin): Promise<string | undefined> => {
  const path = keptPath(cacheFolder, pin);
  const mark = await markOf(path, pin);
  if (mark === undefined) return undefined;
  if ((await readFile(`${path}.verified`, 'utf8').catch(() => '')) === mark) return path;
  if ((await sha256Of(path)) !== pin.sha256) {
    await rm(path, { force: true });
    return undefined;
  }
  await writeFileAtomic(`${path}.verified`, mark);
  return path;
};

/** Moves a fetched program into the cache if it is the pinned one and runs; it is on disk when this resolves. */
export const keep = async (parts: {
  readonly fetched: string;
  readonly cacheFolder: string;
  readonly pin: SopsPin;
  readonly signal: AbortSignal | undefined;
}): Promise<string> => {
  const { fetched, cacheFolder, pin, signal } = parts;
  if ((await sha256Of(fetched, signal)) !== pin.sha256)
    throw new Fault('sops/missing', 'what came is not the pinned program (SHA-256 differs)');
  await chmod(fetched, 0o755);
  const file = await open(fetched, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  const problem = await problemWith(fetched, {});
  if (problem !== undefined) throw new Fault('sops/missing', `the program in ${cacheFolder} ${problem}`);
  const path = keptPath(cacheFolder, pin);
  await rename(fetched, path);
  await syncFolder(cacheFolder);
  await writeFileAtomic(`${path}.verified`, (await markOf(path, pin)) ?? '');
  return path;
};

/** Removes what a killed run left; what is younger than an hour may belong to one that still runs. */
export const sweepLeftovers = async (cacheFolder: string): Promise<void> => {
  for (const name of await readdir(cacheFolder)) {
    const path = join(cacheFolder, name);
    const isOld = async () => ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now()) < Date.now() - 3_600_000;
    if (name.startsWith('.obtaining-') && (await isOld())) await rm(path, { recursive: true, force: true });
  }
};

/** SHA-256 of a file, in hex. */
export const sha256Of = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { ...(signal && { signal }) });
  return hash.digest('hex');
};

const keptPath = (cacheFolder: string, pin: SopsPin): string => join(cacheFolder, `sops-${sopsVersion}-${pin.sha256.slice(0, 12)}`);

const markOf = async (path: string, pin: SopsPin): Promise<string | undefined> => {
  const status = await stat(path).catch(() => undefined);
  return status && `${JSON.stringify({ sha256: pin.sha256, sizeBytes: status.size, changedMs: status.mtimeMs })}\n`;
};
