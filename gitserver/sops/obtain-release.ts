import { join } from 'node:path';
import { Fault, type Progress } from '../../core/index.ts';
import { download } from './obtain-download.ts';
import { type SopsPin, sopsVersion } from './obtain-pins.ts';

/** What every source is given: a folder of its own, removed afterwards, and how long it may stay silent at first. */
export type FetchSops = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly pin: SopsPin;
  readonly say: Progress;
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
};

const vendor = `https://github.com/getsops/sops/releases/download/v${sopsVersion}`;

/** Fetches the vendor's program into the folder, from SLUICE_SOPS_URL (a mirror with the same file names) where set. Not yet verified. */
export const fetchRelease = async (wish: FetchSops): Promise<string> => {
  const base = wish.env['SLUICE_SOPS_URL'];
  const url = base === undefined || base === '' ? new URL(`${vendor}/${wish.pin.release}`) : mirrorUrl(base, wish.pin.release);
  const to = join(wish.folder, 'sops');
  await download({ ...wish, url, to, what: `sops ${sopsVersion}`, sizeBytes: wish.pin.sizeBytes });
  return to;
};

const mirrorUrl = (base: string, file: string): URL => {
  const url = URL.parse(`${base.replace(/\/+$/, '')}/${file}`);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  // The value isn't repeated: a mirror's address may hold a password.
  throw new Fault('platform/invalid-setting', 'SLUICE_SOPS_URL is not an http:// or https:// address.', {
    hint: 'Set it to the folder that holds the release files, or unset it.',
  });
};
