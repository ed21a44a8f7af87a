import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Fault, type Progress, stripControl } from '../../core/index.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The program SLUICE_SOPS names (a path, or a name on PATH), or `sops/missing` saying what is wrong with it. */
export const requireNamed = async (named: string, env: Env): Promise<string> => {
  const path = named.includes('/') ? resolve(named) : (await onPath(named, env))[0];
  const problem = path === undefined ? 'is not on PATH' : await problemWith(path, env);
  if (path !== undefined && problem === undefined) return path;
  throw new Fault('sops/missing', `SLUICE_SOPS names «${named}», which ${problem}.`, {
    hint: 'Set SLUICE_SOPS to the path of sops 3.9 or later, or unset it.',
  });
};

/** The first `sops` on PATH that is recent enough. Says so where one is passed over. */
export const findRecent = async (env: Env, say: Progress): Promise<string | undefined> => {
  for (const path of await onPath('sops', env)) {
    const problem = await problemWith(path, env);
    if (problem === undefined) return path;
    say(`${path} ${problem}; looking further.`);
  }
  return undefined;
};

/** What keeps this program from being used, as the end of a sentence. Asks the program itself, 2 s at most, without network. */
export const problemWith = async (path: string, env: Env): Promise<string | undefined> => {
  let output: string;
  try {
    // HOME and PATH, since a `sops` installed by pip is a script that starts the program.
    const built = { PATH: env['PATH'] ?? '', HOME: env['HOME'] ?? '/' };
    output = (await run(path, ['--version', '--disable-version-check'], { env: built, timeout: 2000, killSignal: 'SIGKILL' })).stdout;
  } catch (error) {
    return `can't be run (${reasonOf(error)})`;
  }
  const version = parseSopsVersion(output);
  if (version === undefined) return 'is not sops';
  const [major, minor] = version;
  return major > 3 || (major === 3 && minor >= 9) ? undefined : `is sops ${version.join('.')}, older than 3.9`;
};

/** Reads `sops 3.11.0 (...)`. */
export const parseSopsVersion = (output: string): readonly [number, number, number] | undefined => {
  const found = /^sops v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})\b/.exec(output);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
};

const run = promisify(execFile);

const reasonOf = (error: unknown): string => {
  const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: string };
  if (killed) return 'no answer within 2 s';
  const said =
    stripControl(stderr ?? '')
      .trim()
      .split('\n')
      .at(-1) ?? '';
  return said === '' ? String(code) : `${String(code)}: ${said.slice(0, 200)}`;
};

const onPath = async (name: string, env: Env): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = resolve(folder, name);
    if (folder !== '' && !found.includes(path) && (await isExecutable(path))) found.push(path);
  }
  return found;
};

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
