import { type Author, type DeployId, type DeployKind, Fault, isDeployId, isOid, type Oid } from '../../core/index.ts';

/** Why a change ends without becoming live. Once it stands in the journal it is never taken back. */
export type Verdict = { readonly kind: 'failed' | 'cancelled'; readonly reason: string; readonly lastLines: readonly string[] };

/**
 * The durable intent: message of the commit that `refs/sluice/pending` names, as JSON. That commit has the tree of
 * `commit` and the parents `base` and `commit`, so neither can be pruned while it is pending.
 */
export type JournalEntry = {
  readonly sluice: 1;
  readonly deploy: DeployId;
  readonly kind: DeployKind;
  readonly by: Author;
  readonly summary: string;
  /** Config `main` when the change was made. */
  readonly base: Oid;
  /** The change itself: config `main` once live. */
  readonly commit: Oid;
  /** Release number of `commit`. */
  readonly version: number;
  /** Source commit, for pushes. */
  readonly source?: Oid;
  /** What ran before; absent: nothing. */
  readonly appliedBefore?: Oid;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly deadline: number;
  readonly verdict?: Verdict;
};

/** A journal entry and the commit that holds it: the old value of the next move of `refs/sluice/pending`. */
export type Pending = { readonly id: Oid; readonly entry: JournalEntry };

export const printJournal = (entry: JournalEntry): string => `${JSON.stringify(entry, undefined, 1)}\n`;

/** Reads a journal entry; anything else is `repository/damaged`. */
export const parseJournal = (message: string): JournalEntry => {
  try {
    const entry = JSON.parse(message) as Partial<JournalEntry>;
    if (isEntry(entry)) return entry;
  } catch (error) {
    throw damaged(error);
  }
  throw damaged();
};

const kinds: ReadonlySet<unknown> = new Set<DeployKind>(['push', 'env', 'scale', 'restart', 'rollback']);

const isEntry = (entry: Partial<JournalEntry>): entry is JournalEntry =>
  typeof entry === 'object' &&
  entry !== null &&
  entry.sluice === 1 &&
  typeof entry.deploy === 'string' &&
  isDeployId(entry.deploy) &&
  kinds.has(entry.kind) &&
  typeof entry.summary === 'string' &&
  typeof entry.by?.email === 'string' &&
  typeof entry.by.name === 'string' &&
  [entry.base, entry.commit].every((oid) => typeof oid === 'string' && isOid(oid)) &&
  [entry.source, entry.appliedBefore].every((oid) => oid === undefined || (typeof oid === 'string' && isOid(oid))) &&
  [entry.version, entry.createdAt, entry.deadline].every((number) => Number.isSafeInteger(number)) &&
  (entry.verdict === undefined || isVerdict(entry.verdict));

const isVerdict = (verdict: Partial<Verdict> | null): boolean =>
  (verdict?.kind === 'failed' || verdict?.kind === 'cancelled') &&
  typeof verdict.reason === 'string' &&
  Array.isArray(verdict.lastLines) &&
  verdict.lastLines.every((line) => typeof line === 'string');

const damaged = (cause?: unknown): Fault =>
  new Fault('repository/damaged', 'The journal (refs/sluice/pending) of this app is not one that the platform wrote.', {
    hint: 'Look at `git log refs/sluice/pending` in its config repository; restore it from a backup.',
    cause,
  });
