import { Fault, type Oid, type ReleaseFile, type Shape } from '../../core/index.ts';
import { appFileName, parseAppFile } from './app-file.ts';
import { envFileName } from './env-file.ts';
import type { Objects } from './objects.ts';
import { parseReleaseFile, releaseFileName } from './release-file.ts';
import type { TreeEntry } from './tree-text.ts';
import { unreadable } from './unreadable.ts';

/** The files of one config commit that mean something to the platform, and all entries of its tree. */
export type ConfigTree = {
  readonly entries: readonly TreeEntry[];
  readonly app: string;
  readonly env: { readonly blob: Oid; readonly text: string };
  /** Absent before the first slug. */
  readonly release?: { readonly blob: Oid; readonly text: string };
};

/** Reads a config commit's files. Throws `config/unreadable` where app.yaml or env.yaml is missing. */
export const readConfigTree = async (objects: Objects, gitdir: string, commit: Oid): Promise<ConfigTree> => {
  const entries = await objects.tree(gitdir, (await objects.commit(gitdir, commit)).tree);
  const file = async (name: string) => {
    const blob = blobOf(entries, name);
    return blob === undefined ? undefined : { blob, text: await objects.text(gitdir, blob) };
  };
  const [app, env, release] = await Promise.all([file(appFileName), file(envFileName), file(releaseFileName)]);
  if (app === undefined) throw missing(appFileName, commit);
  if (env === undefined) throw missing(envFileName, commit);
  return { entries, app: app.text, env, ...(release === undefined ? {} : { release }) };
};

export const blobOf = (entries: readonly TreeEntry[], name: string): Oid | undefined =>
  entries.find((entry) => entry.name === name && entry.mode.startsWith('100'))?.oid;

/** Parses app.yaml, or throws `config/unreadable` with every problem in it. */
export const shapeIn = (tree: ConfigTree): Shape => {
  const { shape, problems } = parseAppFile(tree.app);
  if (shape === undefined) throw unreadable(appFileName, problems);
  return shape;
};

/** Parses release.yaml, or throws `config/unreadable` with every problem in it. Undefined before the first slug. */
export const releaseIn = (tree: ConfigTree): ReleaseFile | undefined => {
  if (tree.release === undefined) return undefined;
  const { release, problems } = parseReleaseFile(tree.release.text);
  if (release === undefined) throw unreadable(releaseFileName, problems);
  return release;
};

const missing = (file: string, commit: Oid): Fault =>
  new Fault('config/unreadable', `Config commit ${commit.slice(0, 7)} has no ${file}.`, {
    hint: `Roll back to a release that has ${file}.`,
  });
