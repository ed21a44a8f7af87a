import type { Author, Oid } from '../../core/index.ts';

/** A commit object as data. `at`: seconds since the epoch, of author and committer alike. */
export type Commit = {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly author: Author;
  readonly committer: Author;
  readonly at: number;
  readonly message: string;
};

export type Signer = (payload: string) => string;

/** The text of a commit object; with `sign`, its signature stands in `gpgsig`, where git looks for it. */
export const formatCommit = (commit: Commit, sign?: Signer): string => {
  const headers = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${identity(commit.author)} ${commit.at} +0000`,
    `committer ${identity(commit.committer)} ${commit.at} +0000`,
  ].join('\n');
  const unsigned = `${headers}\n\n${commit.message}`;
  if (sign === undefined) return unsigned;
  return `${headers}\ngpgsig ${sign(unsigned).split('\n').join('\n ')}\n\n${commit.message}`;
};

/** Reads a commit object, also one made by somebody else's git. Throws on text that is none. */
export const parseCommit = (text: string): Commit => {
  const end = text.indexOf('\n\n');
  // A header that begins with a space goes on with the one above (a signature).
  const headers = (end === -1 ? text.replace(/\n$/, '') : text.slice(0, end)).replaceAll('\n ', ' ').split('\n');
  const header = (name: string) => headers.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
  const tree = header('tree');
  const author = parseIdentity(header('author') ?? '');
  const committer = parseIdentity(header('committer') ?? '');
  if (tree === undefined || author === undefined || committer === undefined) throw new Error('not a commit object');
  return {
    tree: tree as Oid,
    parents: headers.filter((line) => line.startsWith('parent ')).map((line) => line.slice(7) as Oid),
    author: author.who,
    committer: committer.who,
    at: committer.at,
    message: end === -1 ? '' : text.slice(end + 2),
  };
};

/** The first paragraph of a message on one line, as `git log` shows it. */
export const subjectOf = (message: string): string => (message.trimStart().split(/\n\s*\n/)[0] ?? '').replaceAll('\n', ' ').trim();

/** Git takes no name or e-mail with angle brackets or line breaks in it, nor an empty one. */
const identity = ({ name, email }: Author): string => {
  const address = clean(email) || 'nobody';
  return `${clean(name) || address} <${address}>`;
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
const clean = (text: string): string => text.replace(/[<>\u0000-\u001f\u007f]/g, '').replace(/^[\s.,:;"']+|[\s.,:;"']+$/g, '');

const parseIdentity = (text: string): { readonly who: Author; readonly at: number } | undefined => {
  const [, name, email, at] = /^(.*?) ?<([^>]*)> (-?\d+) [+-]\d{4}$/.exec(text) ?? [];
  return name === undefined || email === undefined ? undefined : { who: { name, email }, at: Number(at) };
};
