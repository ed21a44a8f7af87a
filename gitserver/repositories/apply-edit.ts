import { type AppId, type Edit, type Environment, Fault, type Oid } from '../../core/index.ts';
import { appFileName, editAppFile } from './app-file.ts';
import { subjectOf } from './commit-text.ts';
import { type ConfigTree, readConfigTree, releaseIn, shapeIn } from './config-tree.ts';
import { decideEnvironmentChange, differenceOf } from './edit-environment.ts';
import { decideScale, toYamlEdits } from './edit-scale.ts';
import type { ChangedEnvironment, Environments } from './environments.ts';
import type { Objects } from './objects.ts';
import { formatReleaseFile, releaseFileName } from './release-file.ts';
import { summaries } from './summaries.ts';

/** What an edit makes of a config commit: new texts by file name, or nothing where it changes nothing. */
export type Change = {
  readonly files: Readonly<Record<string, string>>;
  /** The new env.yaml, where values change. */
  readonly env?: ChangedEnvironment;
  readonly summary: string;
  readonly trailers: Readonly<Record<string, string>>;
};

export type EditDeps = { readonly objects: Objects; readonly environments: Environments };
type Base = { readonly app: AppId; readonly gitdir: string; readonly tree: ConfigTree };

/** Makes an edit again, key by key, on whatever the base is now. Undefined: it changes nothing there. */
export const applyEdit = async (deps: EditDeps, base: Base, edit: Edit): Promise<Change | undefined> => {
  switch (edit.kind) {
    case 'release':
      return applyRelease(base.tree, edit);
    case 'env':
      return await applyEnvironment(deps, base, edit);
    case 'scale':
      return applyScale(base.tree, edit);
    case 'restart':
      return shapeIn(base.tree).restart === edit.nonce
        ? undefined
        : {
            files: { [appFileName]: editAppFile(base.tree.app, [{ path: ['restart'], value: edit.nonce }]) },
            summary: summaries.restart(),
            trailers: {},
          };
    case 'rollback':
      return await applyRollback(deps, base, edit);
    default:
      return edit satisfies never;
  }
};

const applyRelease = (tree: ConfigTree, edit: Extract<Edit, { kind: 'release' }>): Change | undefined => {
  const files: Record<string, string> = {};
  const release = formatReleaseFile(edit.release);
  if (release !== tree.release?.text) files[releaseFileName] = release;
  if (shapeIn(tree).deployBranch === undefined) {
    files[appFileName] = editAppFile(tree.app, [{ path: ['deploy-branch'], value: edit.deployBranch }]);
  }
  if (Object.keys(files).length === 0) return undefined;
  const summary = summaries.deploy(edit.release.source, edit.message);
  return { files, summary, trailers: { 'Sluice-Source': edit.release.source } };
};

const applyEnvironment = async (deps: EditDeps, base: Base, edit: Extract<Edit, { kind: 'env' }>): Promise<Change | undefined> => {
  const before = await environmentOf(deps, base);
  const change = decideEnvironmentChange(before, edit);
  const [set, unset] = [Object.keys(change.set), change.unset];
  if (set.length + unset.length === 0) return undefined;
  const env = await deps.environments.change(base.app, base.tree.env.text, before, change);
  return { files: {}, env, summary: summaries.env(set, unset), trailers: {} };
};

const applyScale = (tree: ConfigTree, edit: Extract<Edit, { kind: 'scale' }>): Change | undefined => {
  const changes = decideScale(shapeIn(tree), releaseIn(tree), edit.processes);
  if (changes.length === 0) return undefined;
  return { files: { [appFileName]: editAppFile(tree.app, toYamlEdits(changes)) }, summary: summaries.scale(changes), trailers: {} };
};

/** The slug of the old release, and its values under today's recipients: its file would give a removed collaborator the data key. */
const applyRollback = async (deps: EditDeps, base: Base, edit: Extract<Edit, { kind: 'rollback' }>): Promise<Change | undefined> => {
  const old = { ...base, tree: await readConfigTree(deps.objects, base.gitdir, edit.commit) };
  const release = old.tree.release;
  if (release === undefined) {
    throw new Fault('release/not-found', `v${edit.version} is not a release: nothing was deployed then.`, {
      hint: 'List the releases with: sluice releases',
    });
  }
  const [before, wanted] = await Promise.all([environmentOf(deps, base), environmentOf(deps, old)]);
  const change = differenceOf(before, wanted);
  const changesEnvironment = Object.keys(change.set).length + change.unset.length > 0;
  const changesSlug = release.blob !== base.tree.release?.blob;
  if (!changesEnvironment && !changesSlug) return undefined;
  const env = changesEnvironment ? await deps.environments.change(base.app, base.tree.env.text, before, change) : undefined;
  const { message } = await deps.objects.commit(base.gitdir, edit.commit);
  return {
    files: changesSlug ? { [releaseFileName]: release.text } : {},
    ...(env === undefined ? {} : { env }),
    summary: summaries.rollback(edit.version, subjectOf(message)),
    trailers: { 'Sluice-Rollback': `v${edit.version} ${edit.commit}`, 'Sluice-Source': sourceOf(old.tree) },
  };
};

const environmentOf = (deps: EditDeps, { app, tree }: Base): Promise<Environment> =>
  deps.environments.read(app, tree.env.blob, tree.env.text);

const sourceOf = (tree: ConfigTree): Oid => {
  const release = releaseIn(tree);
  if (release === undefined) throw new Error('a release without release.yaml');
  return release.source;
};
