import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { isFault } from '../../core/index.ts';
import { obtainSops } from '../../gitserver/index.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment of every check: the developer's own, with an empty home, our programs first on PATH, none of our settings,
 * and `sops` obtained beforehand. Proxies stay as they are: the suites must pass with a dead one.
 * Without sops nothing can be checked: then it says what to type, and there is no environment.
 * SLUICE_TEST_TOOLS names the folder where fetched tools are kept. Default: node_modules/.cache/sluice/tools.
 */
export const checkEnvironment = async (wish: {
  readonly env: Env;
  readonly home: string;
  readonly root: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<NodeJS.ProcessEnv | undefined> => {
  const { env, home, root, say, signal } = wish;
  const cacheFolder = env['SLUICE_TEST_TOOLS'] ?? join(root, 'node_modules/.cache/sluice/tools');
  await mkdir(cacheFolder, { recursive: true });
  const sops = await obtainSops({ env, cacheFolder, say, signal }).catch((error: unknown) => {
    if (!isFault(error)) throw error;
    say(`✗ ${error.message}\n→ ${error.details.hint ?? 'Type the same again.'}`);
    return undefined;
  });
  if (sops === undefined) return undefined;
  const kept = Object.entries(env).filter(([name]) => !dropped.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    PATH: [join(root, 'node_modules/.bin'), dirname(process.execPath), env['PATH']].filter(Boolean).join(delimiter),
    NO_COLOR: '1',
    SLUICE_SOPS: sops,
  };
};

/** Settings of ours, of git's current repository (set where a git hook runs the check), of folders below the real home, of colour. */
const dropped =
  /^(?:SLUICE_\w+|GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|COMMON_DIR|(?:AUTHOR|COMMITTER)_\w+)|XDG_\w+|FORCE_COLOR|npm_(?:lifecycle|package)_\w+|INIT_CWD)$/;
