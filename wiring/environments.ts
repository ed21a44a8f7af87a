import { dirname } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

const pick = (env: Env, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));

/** Where git, sh and cat are found. */
export const searchPathOf = (env: Env): string => env['PATH'] || '/usr/local/bin:/usr/bin:/bin';

/** What keeper and router get: no secret of the server's, and not the mark of its children, since they outlive it. */
export const programEnvironment = (env: Env, home: string): Record<string, string> => ({
  ...pick(env, ['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_COMPILE_CACHE']),
  PATH: searchPathOf(env),
  SLUICE_PROGRAM_OF: home,
});

/** What replicas get besides their own variables. The Node that runs us comes first on PATH, as it did in the build. */
export const replicaEnvironment = (env: Env): Record<string, string> => ({
  ...pick(env, ['LANG', 'LC_ALL', 'TZ']),
  PATH: `${dirname(process.execPath)}:${searchPathOf(env)}`,
});
