import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App, Author, Oid } from '../../core/index.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { appFileName } from './app-file.ts';
import { envFileName } from './env-file.ts';
import type { Environments } from './environments.ts';
import { formatMessage, writePlatformCommit } from './make-commit.ts';
import type { Objects } from './objects.ts';

export type SeedDeps = {
  readonly objects: Objects;
  readonly keys: KeyRing;
  readonly environments: Environments;
  readonly now: () => number;
  /** Path of templates/. */
  readonly templates: string;
};

/** Writes the first commit of a config repository: the shape, an empty environment, its recipients, and a README. */
export const writeSeed = async (deps: SeedDeps, gitdir: string, app: App, by: Author): Promise<Oid> => {
  const [appFile, readme, env, recipients] = await Promise.all([
    template(deps, appFileName, app),
    template(deps, 'README.md', app),
    deps.environments.empty(app.id),
    deps.keys.recipients(app.id),
  ]);
  const files = { [appFileName]: appFile, [envFileName]: env, '.sops.yaml': formatRecipients(recipients), 'README.md': readme };
  const entries = await Promise.all(
    Object.entries(files).map(async ([name, text]) => ({ mode: '100644', name, oid: await deps.objects.writeText(gitdir, text) })),
  );
  const tree = await deps.objects.writeTree(gitdir, entries);
  return await writePlatformCommit(deps, gitdir, { tree, parents: [], author: by, message: formatMessage(`Create ${app.name}.`, {}) });
};

/** Files a new config repository starts with. Version 1 of templates/config. */
const template = async (deps: SeedDeps, name: string, app: App): Promise<string> =>
  (await readFile(join(deps.templates, 'config/1', name), 'utf8')).replaceAll('{{app}}', app.name);

/** `.sops.yaml`, which stock sops reads when somebody encrypts a file anew in a clone. */
const formatRecipients = (recipients: readonly string[]): string =>
  [
    'sluice: 1',
    "# Who can read env.yaml: the app's own key, then the platform's recovery key.",
    'creation_rules:',
    '  - path_regex: ^env\\.yaml$',
    '    age: >-',
    `      ${recipients.join(',\n      ')}`,
    '',
  ].join('\n');
