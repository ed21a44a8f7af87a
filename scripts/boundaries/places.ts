import { isBuiltin } from 'node:module';
import { posix } from 'node:path';

/** The rooms: each has one door, `index.ts`, and knows no other room. */
const rooms: readonly string[] = ['gitserver', 'builder', 'reconciler', 'api', 'tui'];

/** What every room stands on. `core` stands on nothing, `system` on `core`. */
export const floors: readonly string[] = ['core', 'system'];

/** Where rooms are put together by hand: the files at the root, those of wiring/, and the demo's. */
export const isWiring = (path: string): boolean => !path.includes('/') || ['demo', 'wiring'].includes(placeOf(path));

/** The top folder of a path, or the file itself at the root. */
export const placeOf = (path: string): string => path.split('/')[0] ?? path;

export const isRoom = (path: string): boolean => rooms.includes(placeOf(path));
export const isFloor = (path: string): boolean => floors.includes(placeOf(path));
export const isProduct = (path: string): boolean => isRoom(path) || isFloor(path) || isWiring(path);
export const isDoor = (path: string): boolean => path === `${placeOf(path)}/index.ts`;

/** The folder of the engine that a file belongs to: `reconciler/engines/local`. */
export const engineOf = (path: string): string | undefined => /^reconciler\/engines\/[^/]+(?=\/)/.exec(path)?.[0];

/** The package an import names, with its scope; nothing for relative ones and what Node brings. */
export const packageOf = (specifier: string): string | undefined => {
  if (specifier.startsWith('.') || isBuiltin(specifier)) return undefined;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
};

/** The one file that may import a package is named after it: `fastify-swagger.ts` for `@fastify/swagger`. */
export const isNamedAfter = (path: string, name: string): boolean => posix.parse(path).name === name.replace(/^@/, '').replaceAll('/', '-');
