import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, type Oid } from '../../core/index.ts';
import { type GitOutput, runGit } from '../transport/driver/run-git.ts';

/** Where the objects are: what the pre-receive hook was told, or the repository's own folder. */
export type ObjectFolders = { readonly directory: string; readonly alternates: string };

export type ExportRequest = {
  readonly commit: Oid;
  readonly folder: string;
  readonly objects: ObjectFolders;
  readonly run: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/**
 * Writes the tree of a commit into an empty folder, byte for byte as pushed. Symbolic links stay as they are, wherever they point.
 * Throws `push/refused` for submodules. `git archive` isn't used: it obeys export-ignore and export-subst of the tree.
 */
export const exportTree = async (request: ExportRequest): Promise<void> => {
  const { commit, objects, run, signal } = request;
  const repository = await mkdtemp(join(run, 'export-'));
  try {
    await makeRepository(repository);
    const environment = {
      ...request.environment,
      GIT_DIR: repository,
      GIT_WORK_TREE: request.folder,
      GIT_OBJECT_DIRECTORY: objects.directory,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects.alternates,
    };
    const git = async (...args: string[]): Promise<string> => {
      const output = await runGit(args, environment, signal);
      if (!output.ok) throw unwritable(commit, output);
      return output.stdout.toString('utf8');
    };
    await git('read-tree', `${commit}^{tree}`);
    refuseSubmodules(await git('ls-files', '--stage', '-z'));
    await git('checkout-index', '--all', '--force', '--quiet');
  } finally {
    await rm(repository, { recursive: true, force: true });
  }
};

/** A repository of no refs, so that neither the app's settings nor its index play a part. Its attributes win over those in the tree. */
const makeRepository = async (path: string): Promise<void> => {
  for (const folder of ['objects', 'refs', 'info']) await mkdir(join(path, folder));
  await writeFile(join(path, 'HEAD'), 'ref: refs/heads/none\n');
  await writeFile(join(path, 'config'), '[core]\n\tbare = false\n');
  await writeFile(join(path, 'info', 'attributes'), '* !text !eol !crlf !ident !filter !working-tree-encoding\n');
};

const refuseSubmodules = (stage: string): void => {
  const entry = stage.split('\0').find((line) => line.startsWith('160000 '));
  if (entry === undefined) return;
  const path = entry.slice(entry.indexOf('\t') + 1);
  throw new Fault('push/refused', `«${path}» is a submodule; submodules can't be built.`, {
    hint: `Put its files into the repository itself: git rm --cached ${path}, remove ${path}/.git, git add ${path}`,
  });
};

const unwritable = (commit: Oid, { how, complaint }: GitOutput): Fault => {
  if (/No space left on device|Disk quota exceeded/.test(complaint)) {
    return new Fault('data/full', 'The disk of the data folder is full.', { hint: 'Free some space, then push again.', cause: complaint });
  }
  return new Fault('push/refused', `The tree of ${commit.slice(0, 7)} can't be written to disk.`, {
    lastLines: (complaint || how).split('\n').slice(-5),
    hint: 'Correct the paths named above, and push again.',
  });
};
