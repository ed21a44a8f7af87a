import { Fault } from './errors.ts';
import type { AppName } from './ids.ts';

/** Names that would clash with hosts and paths of the platform itself. */
export const reservedNames: ReadonlySet<string> = new Set([
  'admin',
  'api',
  'app',
  'apps',
  'argocd',
  'assets',
  'auth',
  'config',
  'console',
  'dashboard',
  'docs',
  'git',
  'health',
  'healthz',
  'help',
  'internal',
  'localhost',
  'login',
  'mail',
  'metrics',
  'observer',
  'platform',
  'proxy',
  'registry',
  'root',
  'router',
  'sluice',
  'ssh',
  'static',
  'status',
  'support',
  'system',
  'test',
  'www',
]);

/** Reads an app's name, or says in a `Fault` which rule it breaks. Upper case is lowered first, as the Gigalixir client does. */
export const parseAppName = (text: string): AppName => {
  const name = text.toLowerCase();
  const problem = problemWith(name);
  if (problem !== undefined) {
    throw new Fault('app/invalid-name', `«${text}» can't be an app's name: ${problem}.`, {
      hint: 'Use 3 to 40 of a-z, 0-9 and "-", beginning with a letter and not ending with "-".',
    });
  }
  return name as AppName;
};

const problemWith = (name: string): string | undefined => {
  if (name.length < 3) return 'it is shorter than 3 characters';
  if (name.length > 40) return 'it is longer than 40 characters';
  if (!/^[a-z]/.test(name)) return 'it must begin with a letter';
  if (!/^[a-z0-9-]+$/.test(name)) return 'only a-z, 0-9 and "-" are allowed';
  if (name.endsWith('-')) return 'it must not end with "-"';
  if (reservedNames.has(name)) return 'the platform keeps this name for itself';
  return undefined;
};
