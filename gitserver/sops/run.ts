import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../core/index.ts';
import { type RunResult, runProgram } from '../execa.ts';
import { toPlaintext } from './plaintext.ts';
import { sopsEnvironment } from './run-environment.ts';
import { sopsFault } from './run-fault.ts';
import type { RunFolders } from './run-folder.ts';

/** What differs between two environments. */
export type EnvironmentChange = { readonly set: Environment; readonly unset: readonly string[] };

/**
 * The real sops program on env.yaml files. Texts in, texts out; a file reaches it only after our own strict parser.
 * Throws `sops/missing`, `sops/failed`, or `config/unreadable` (wrong key, MAC mismatch).
 */
export type Sops = {
  /** An env.yaml without variables for these recipients. */
  readonly encryptEmpty: (recipients: readonly string[]) => Promise<string>;
  /** All entries in their order, the format version included. */
  readonly decrypt: (text: string, identity: string) => Promise<Readonly<Record<string, unknown>>>;
  /** `before` with `change` made. Only the lines of changed variables, `lastmodified` and `mac` differ. */
  readonly change: (text: string, identity: string, before: Environment, change: EnvironmentChange) => Promise<string>;
};

export type SopsDeps = {
  /** The program. */
  readonly path: string;
  /** PATH of its children. */
  readonly searchPath: string;
  readonly childMarker: Readonly<Record<string, string>>;
  readonly folders: RunFolders;
};

export const createSops = (deps: SopsDeps): Sops => {
  const call = async (folder: string, args: readonly string[], input?: string, extra?: Readonly<Record<string, string>>) => {
    const env = { ...sopsEnvironment(folder, deps.searchPath), ...extra, ...deps.childMarker };
    const result = await runProgram(deps.path, args, { cwd: folder, env, ...(input === undefined ? {} : { input }) });
    if (result.exitCode !== 0) throw sopsFault(deps.path, args[0] ?? '', result);
    return result;
  };
  return {
    encryptEmpty: (recipients) =>
      deps.folders.use(async (folder) => {
        await writePrivate(join(folder, 'env.yaml'), toPlaintext({}));
        return textOf(await call(folder, ['encrypt', '--age', recipients.join(','), 'env.yaml']));
      }),
    decrypt: (text, identity) =>
      deps.folders.use(async (folder) => {
        await prepare(folder, text, identity);
        return JSON.parse(textOf(await call(folder, ['decrypt', '--output-type', 'json', 'env.yaml'])));
      }),
    change: (text, identity, before, change) =>
      deps.folders.use(async (folder) => {
        await prepare(folder, text, identity);
        // A call costs some 25 ms whatever it does. Several changes in one go need the plaintext in a file: only where that is memory.
        if (deps.folders.inMemory && sizeOf(change) > 1) {
          await writePrivate(join(folder, 'wanted.yaml'), toPlaintext(applyChange(before, change)));
          await call(folder, ['edit', 'env.yaml'], undefined, { EDITOR: 'cp wanted.yaml' });
        } else {
          for (const name of change.unset) await call(folder, ['unset', 'env.yaml', indexOf(name)]);
          for (const [name, value] of Object.entries(change.set)) {
            await call(folder, ['set', '--value-stdin', 'env.yaml', indexOf(name)], JSON.stringify(value));
          }
        }
        return await readFile(join(folder, 'env.yaml'), 'utf8');
      }),
  };
};

/** The environment after a change: names keep their place, new ones come last in the order given. */
export const applyChange = (before: Environment, change: EnvironmentChange): Environment => {
  const after = new Map(Object.entries(before));
  for (const name of change.unset) after.delete(name);
  for (const [name, value] of Object.entries(change.set)) after.set(name, value);
  return Object.fromEntries(after);
};

const sizeOf = (change: EnvironmentChange): number => Object.keys(change.set).length + change.unset.length;
const indexOf = (name: string): string => `[${JSON.stringify(name)}]`;
const textOf = (result: RunResult): string => result.stdout.toString('utf8');

const prepare = async (folder: string, text: string, identity: string): Promise<void> => {
  await Promise.all([writePrivate(join(folder, 'env.yaml'), text), writePrivate(join(folder, 'identity'), `${identity}\n`)]);
};

const writePrivate = (path: string, content: string): Promise<void> => writeFile(path, content, { mode: 0o600 });
