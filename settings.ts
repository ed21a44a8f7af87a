import { join, resolve } from 'node:path';
import { Fault } from './core/index.ts';

/** How the platform is to run, read once from the environment. Ports: 0 means any free one. */
export type Settings = {
  /** The data folder. `SLUICE_HOME`. Default: `$XDG_DATA_HOME/sluice`, else `~/.local/share/sluice`. */
  readonly home: string;
  /** `SLUICE_HOST`. Default: 127.0.0.1. Another address only with `SLUICE_TRUST_ALL_USERS=yes`. */
  readonly host: string;
  /** HTTP API and git. `SLUICE_PORT`. Default: 4000. */
  readonly port: number;
  /** Where apps answer by host name. `SLUICE_ROUTER_PORT`. Default: 4080. */
  readonly routerPort: number;
  /** Ports given to replicas. `SLUICE_REPLICA_PORTS=from-to`. Default: 20000-29999. */
  readonly replicaPorts: { readonly from: number; readonly to: number };
  /** A replica that is not healthy after this long has failed. `SLUICE_START_TIMEOUT` in seconds. Default: 60. */
  readonly startTimeoutMs: number;
  /** A deploy without an outcome after this long is answered "undecided". `SLUICE_DEPLOY_TIMEOUT` in seconds. Default: 600. */
  readonly deadlineMs: number;
};

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the settings, or reports every malformed one at once in one `platform/invalid-setting`. */
export const parseSettings = (env: Env): Settings => {
  const problems: string[] = [];
  const settings: Settings = {
    home: parseHome(env, problems),
    host: env['SLUICE_HOST'] || '127.0.0.1',
    port: parseNumber(env, 'SLUICE_PORT', { fallback: 4000, max: 65_535 }, problems),
    routerPort: parseNumber(env, 'SLUICE_ROUTER_PORT', { fallback: 4080, max: 65_535 }, problems),
    replicaPorts: parseRange(env, problems),
    startTimeoutMs: 1000 * parseNumber(env, 'SLUICE_START_TIMEOUT', { fallback: 60, min: 1, max: 3_600 }, problems),
    deadlineMs: 1000 * parseNumber(env, 'SLUICE_DEPLOY_TIMEOUT', { fallback: 600, min: 1, max: 86_400 }, problems),
  };
  if (problems.length > 0) {
    throw new Fault('platform/invalid-setting', problems.join('\n'), { hint: 'Correct the environment variables, then start again.' });
  }
  if (!isLoopback(settings.host) && env['SLUICE_TRUST_ALL_USERS'] !== 'yes') {
    throw new Fault(
      'platform/insecure',
      `SLUICE_HOST=${settings.host} would let others reach a platform whose builds and apps are not isolated from each other yet.`,
      {
        hint: 'Keep 127.0.0.1, or set SLUICE_TRUST_ALL_USERS=yes if everybody with an account may do anything on this machine.',
      },
    );
  }
  return settings;
};

const parseHome = (env: Env, problems: string[]): string => {
  if (env['SLUICE_HOME']) return resolve(env['SLUICE_HOME']);
  if (env['XDG_DATA_HOME']) return resolve(env['XDG_DATA_HOME'], 'sluice');
  if (env['HOME']) return join(resolve(env['HOME']), '.local', 'share', 'sluice');
  problems.push('SLUICE_HOME is not set, and neither XDG_DATA_HOME nor HOME says where the data folder could be.');
  return '';
};

type Allowed = { readonly fallback: number; readonly min?: number; readonly max: number };

const parseNumber = (env: Env, name: string, { fallback, min = 0, max }: Allowed, problems: string[]): number => {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  problems.push(`${name}=${text} is not a whole number from ${min} to ${max}.`);
  return fallback;
};

const parseRange = (env: Env, problems: string[]): { from: number; to: number } => {
  const text = env['SLUICE_REPLICA_PORTS'];
  if (text === undefined || text === '') return { from: 20_000, to: 29_999 };
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && from >= 1024 && from < to && to <= 65_535) return { from, to };
  problems.push(`SLUICE_REPLICA_PORTS=${text} is not a range like 20000-29999.`);
  return { from: 20_000, to: 29_999 };
};

const isLoopback = (host: string): boolean => /^127\.\d+\.\d+\.\d+$/.test(host) || host === '::1' || host === 'localhost';
