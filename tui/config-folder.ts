import { isAbsolute, join, resolve } from 'node:path';
import { Fault } from '../core/index.ts';
import type { Variables } from './io.ts';

/** The folder of credentials.json: `--config`, else SLUICE_CONFIG, else XDG_CONFIG_HOME/sluice, else ~/.config/sluice. */
export const configFolder = (given: string | undefined, io: { readonly env: Variables; readonly cwd: string }): string =>
  chosenFolder(given, io) ?? under(io.env, { variable: 'XDG_CONFIG_HOME', fallback: '.config' });

/** The folder somebody chose instead of the usual one, as an absolute path. */
export const chosenFolder = (given: string | undefined, io: { readonly env: Variables; readonly cwd: string }): string | undefined => {
  const chosen = given ?? (io.env['SLUICE_CONFIG'] || undefined);
  return chosen === undefined ? undefined : resolve(io.cwd, chosen);
};

/** The platform's own data folder on this machine: SLUICE_HOME, else XDG_DATA_HOME/sluice, else ~/.local/share/sluice. */
export const dataFolder = (env: Variables): string =>
  env['SLUICE_HOME'] || under(env, { variable: 'XDG_DATA_HOME', fallback: '.local/share' });

// XDG folders count only when absolute, as their specification says.
const under = (env: Variables, { variable, fallback }: { readonly variable: string; readonly fallback: string }): string => {
  const base = env[variable];
  if (base && isAbsolute(base)) return join(base, 'sluice');
  const home = env['HOME'] || env['USERPROFILE'];
  if (home) return join(home, fallback, 'sluice');
  throw new Fault('usage/invalid', 'There is no home folder (HOME is not set).', {
    hint: 'Say where keys are kept: --config FOLDER',
    data: { homeless: true },
  });
};
