import type { Author, Oid } from '../../core/index.ts';
import { zeroOid } from '../../core/index.ts';
import { envFileName } from './env-file.ts';
import type { Git } from './git-program.ts';
import { releaseFileName } from './release-file.ts';

/** A commit on a first-parent chain that touched release.yaml or env.yaml; blob ids before and after where it did. */
export type HistoryEntry = {
  readonly commit: Oid;
  readonly author: Author;
  readonly createdAt: number;
  readonly summary: string;
  readonly release?: BlobChange;
  readonly env?: BlobChange;
};
/** Undefined: the file isn't there. */
export type BlobChange = { readonly before: Oid | undefined; readonly after: Oid | undefined };

/** The newest `limit` commits of the first-parent chain that touched a release or the environment, newest first. One git process. */
export const readHistory = async (git: Git, gitdir: string, commit: Oid, limit?: number): Promise<readonly HistoryEntry[]> => {
  const output = await git.run(gitdir, [
    'log',
    '--first-parent',
    '-m',
    '--root',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--no-show-signature',
    '--no-notes',
    '--format=%x00%H%x00%an%x00%ae%x00%ct%x00%s%x00',
    ...(limit === undefined ? [] : [`--max-count=${limit}`]),
    commit,
    '--',
    releaseFileName,
    envFileName,
  ]);
  const fields = output.toString('utf8').split('\0');
  const entries: HistoryEntry[] = [];
  for (let at = 1; at + 5 < fields.length; at += 6) {
    const [oid = '', name = '', email = '', seconds = '', summary = '', raw = ''] = fields.slice(at, at + 6);
    const changes = new Map(raw.split('\n').flatMap(parseRawLine));
    const [release, env] = [changes.get(releaseFileName), changes.get(envFileName)];
    entries.push({
      commit: oid as Oid,
      author: { name, email },
      createdAt: Number(seconds) * 1000,
      summary,
      ...(release === undefined ? {} : { release }),
      ...(env === undefined ? {} : { env }),
    });
  }
  return entries;
};

/** `:100644 100644 <before> <after> M\tenv.yaml` (git-diff-tree, "raw output format"). */
const parseRawLine = (line: string): readonly (readonly [string, BlobChange])[] => {
  const [, before = '', after = '', path = ''] = /^:\d+ \d+ ([0-9a-f]{40}) ([0-9a-f]{40}) [A-Z]\d*\t(.+)$/.exec(line) ?? [];
  const oid = (text: string): Oid | undefined => (text === zeroOid ? undefined : (text as Oid));
  return path === '' ? [] : [[path, { before: oid(before), after: oid(after) }]];
};
