import type { Oid } from '../../core/index.ts';
import type { JournalEntry } from './journal.ts';

/** What the refs of a config repository say at the start of the server. */
export type Found = { readonly main: Oid; readonly applied: Oid | undefined; readonly pending: JournalEntry | undefined };

/** Where the protocol goes on for one app after a crash (DESIGN, section 3, "start"). */
export type Recovery =
  /** A verdict stands: undo, step 8. */
  | { readonly kind: 'undo' }
  /** The commit point was passed, perhaps half: the rest of step 7. */
  | { readonly kind: 'finish' }
  /** The intent stands and nothing is decided: step 5. */
  | { readonly kind: 'resume' }
  /** Nothing is under way: see that what is applied runs. */
  | { readonly kind: 'steady' }
  /** Refs that no crash can leave: a person must look. */
  | { readonly kind: 'damaged'; readonly reason: string };

export const decideRecovery = ({ main, pending }: Found): Recovery => {
  if (pending === undefined) return { kind: 'steady' };
  if (pending.verdict !== undefined) return { kind: 'undo' };
  if (main === pending.commit) return { kind: 'finish' };
  if (main === pending.base) return { kind: 'resume' };
  return { kind: 'damaged', reason: `main is ${main}, but the change in progress goes from ${pending.base} to ${pending.commit}` };
};
