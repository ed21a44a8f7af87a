import type { App, Author, Edit, Oid } from '../../core/index.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { applyEdit, type Change, type EditDeps } from './apply-edit.ts';
import { readConfigTree } from './config-tree.ts';
import { envFileName } from './env-file.ts';
import type { Objects } from './objects.ts';
import type { TreeEntry } from './tree-text.ts';

/** Who signs and commits: the platform. People are authors. */
export const platformAuthor: Author = { name: 'Sluice', email: 'sluice@localhost' };

export type MakeDeps = EditDeps & { readonly keys: KeyRing; readonly now: () => number };
export type MakeRequest = {
  readonly app: App;
  readonly gitdir: string;
  readonly base: Oid;
  readonly edit: Edit;
  readonly by: Author;
  readonly trailers: Readonly<Record<string, string>>;
};

/** A signed commit with `edit` made on `base`; undefined where it changes nothing. No ref moves; every object is durable. */
export const makeCommit = async (
  deps: MakeDeps,
  request: MakeRequest,
): Promise<{ readonly commit: Oid; readonly summary: string } | undefined> => {
  const { gitdir } = request;
  const tree = await readConfigTree(deps.objects, gitdir, request.base);
  const change = await applyEdit(deps, { app: request.app.id, gitdir, tree }, request.edit);
  if (change === undefined) return undefined;
  const writing = async () => {
    const newTree = await writeChange(deps.objects, gitdir, tree.entries, change);
    const message = formatMessage(change.summary, { ...change.trailers, ...request.trailers });
    return await writePlatformCommit(deps, gitdir, { tree: newTree, parents: [request.base], author: request.by, message });
  };
  // What sops wrote is read back by sops while the objects are written; a commit whose values don't hold is never named.
  const [commit] = await Promise.all([writing(), change.env?.verified]);
  return { commit, summary: change.summary };
};

/** A commit by the platform, signed, made now. */
export const writePlatformCommit = (
  deps: { readonly objects: Objects; readonly keys: KeyRing; readonly now: () => number },
  gitdir: string,
  commit: { readonly tree: Oid; readonly parents: readonly Oid[]; readonly author: Author; readonly message: string },
): Promise<Oid> =>
  deps.objects.writeCommit(gitdir, { ...commit, committer: platformAuthor, at: Math.floor(deps.now() / 1000) }, deps.keys.sign);

/** Summary, empty line, trailers as `git interpret-trailers` reads them. */
export const formatMessage = (summary: string, trailers: Readonly<Record<string, string>>): string => {
  const lines = Object.entries(trailers).map(([name, value]) => {
    if (!/^[A-Za-z][A-Za-z-]*$/.test(name) || /[\r\n\0]/.test(value)) throw new Error(`not a trailer: ${name}`);
    return `${name}: ${value}\n`;
  });
  return `${summary}\n${lines.length === 0 ? '' : `\n${lines.join('')}`}`;
};

const writeChange = async (objects: Objects, gitdir: string, entries: readonly TreeEntry[], change: Change): Promise<Oid> => {
  const texts = { ...change.files, ...(change.env === undefined ? {} : { [envFileName]: change.env.text }) };
  const written = await Promise.all(
    Object.entries(texts).map(async ([name, text]) => ({ mode: '100644', name, oid: await objects.writeText(gitdir, text) })),
  );
  const blob = written.find(({ name }) => name === envFileName)?.oid;
  if (blob !== undefined) change.env?.remember(blob);
  return await objects.writeTree(gitdir, [...entries.filter((entry) => !Object.hasOwn(texts, entry.name)), ...written]);
};
