import { engineOf, floors, isDoor, isFloor, isNamedAfter, isProduct, isRoom, isWiring, packageOf, placeOf } from './places.ts';
import type { Import, Source } from './typescript.ts';

/** What is wrong with one import, seen from its file; nothing where it is allowed. */
export type ImportRule = { readonly rule: string; readonly problem: (path: string, imported: Import) => string | undefined };

/** One row per rule, in the words of DESIGN section 4: "room | may import | may not". Each has its canary in test/house/canaries/. */
export const importRules: readonly ImportRule[] = [
  {
    rule: 'core-stands-alone',
    problem: (path, { target }) =>
      placeOf(path) === 'core' && target !== undefined && placeOf(target) !== 'core'
        ? `core imports nothing of ${placeOf(target)}`
        : undefined,
  },
  {
    rule: 'core-has-no-effects',
    problem: (path, { specifier, target }) =>
      placeOf(path) === 'core' && target === undefined && !pureBuiltins.has(specifier)
        ? `core doesn't touch the world: no ${specifier}`
        : undefined,
  },
  {
    rule: 'system-stands-on-core',
    problem: (path, { target }) =>
      placeOf(path) === 'system' && target !== undefined && !floors.includes(placeOf(target))
        ? 'system imports core and nothing else'
        : undefined,
  },
  {
    rule: 'rooms-know-no-other-room',
    problem: (path, { target }) =>
      isRoom(path) && target !== undefined && isRoom(target) && placeOf(target) !== placeOf(path)
        ? `declare what you need from ${placeOf(target)} as an interface; platform.ts passes it in`
        : undefined,
  },
  {
    rule: 'floors-have-doors',
    problem: (path, { target }) =>
      target !== undefined && isFloor(target) && placeOf(target) !== placeOf(path) && !isDoor(target) && !isMirror(path, target)
        ? `import ${placeOf(target)}/index.ts`
        : undefined,
  },
  {
    rule: 'rooms-have-doors',
    problem: (path, { target, isType }) => {
      if (target === undefined || !isRoom(target) || isRoom(path) || isFloor(path) || isDoor(target) || isMirror(path, target))
        return undefined;
      // Types made from the API's description say what anybody sees who calls it.
      return isType && target.includes('/generated/') ? undefined : `import ${placeOf(target)}/index.ts`;
    },
  },
  {
    rule: 'engines-have-doors',
    problem: (path, { target = '' }) => {
      const engine = engineOf(target);
      const isOpen = engine === undefined || engineOf(path) === engine || placeOf(path) !== 'reconciler' || path === 'reconciler/index.ts';
      return isOpen ? undefined : `only reconciler/index.ts opens ${engine}`;
    },
  },
  {
    rule: 'wiring-is-not-imported',
    problem: (path, { target = '' }) =>
      target !== '' && isWiring(target) && (isRoom(path) || isFloor(path) || target === 'main.ts')
        ? `${target} imports, and is not imported`
        : undefined,
  },
  {
    rule: 'product-without-tests',
    problem: (path, { target = '' }) =>
      isProduct(path) && ['test', 'bench', 'scripts'].includes(placeOf(target))
        ? `the program doesn't need ${placeOf(target)}/`
        : undefined,
  },
  {
    rule: 'packages-have-one-file',
    problem: (path, { specifier }) => {
      const name = packageOf(specifier);
      if (name === undefined || placeOf(path) === 'test' || placeOf(path) === 'bench' || isNamedAfter(path, name)) return undefined;
      return `${name} is imported by one file, named after it`;
    },
  },
];

/** Lines of a file that use what only the programs' own first files may use. */
export const useRules: readonly {
  readonly rule: string;
  readonly message: string;
  readonly lines: (source: Source) => readonly number[];
}[] = [
  {
    rule: 'environment-is-passed-in',
    message: 'only a main.ts reads process.env, and passes on what is needed',
    lines: ({ environment }) => environment,
  },
  { rule: 'output-is-passed-in', message: 'only a main.ts prints; others get a log or a stream', lines: ({ console }) => console },
];

/** Where the two rules of use don't hold: first files of programs, and what isn't the program. */
export const mayUse = (path: string): boolean => isMain(path) || path === 'demo.ts' || ['scripts', 'bench', 'test'].includes(placeOf(path));

const isMain = (path: string): boolean => /(^|\/)main\.ts$/.test(path);

/** A room's own tests may look behind its door, at what is worth a test of its own. */
const isMirror = (path: string, target: string): boolean => path.startsWith(`test/${placeOf(target)}/`);

const pureBuiltins: ReadonlySet<string> = new Set(['node:crypto', 'node:path', 'node:util']);
