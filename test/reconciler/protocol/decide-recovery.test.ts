import test from 'ava';
import type { DeployId, Oid } from '../../../core/index.ts';
import { decideRecovery, type Found, type Recovery } from '../../../reconciler/protocol/decide-recovery.ts';
import type { JournalEntry } from '../../../reconciler/protocol/journal.ts';

const oid = (digit: string) => digit.repeat(40) as Oid;
const [base, commit, before, other] = [oid('a'), oid('b'), oid('c'), oid('d')] as const;
const entry: JournalEntry = {
  sluice: 1,
  deploy: 'abc123def456' as DeployId,
  kind: 'env',
  by: { name: 'Dev', email: 'dev@sluice.example' },
  summary: 'Set A',
  base,
  commit,
  version: 2,
  createdAt: 1,
  deadline: 2,
};
const failed: JournalEntry = { ...entry, verdict: { kind: 'failed', reason: 'no', lastLines: [] } };
const cancelled: JournalEntry = { ...entry, verdict: { kind: 'cancelled', reason: 'no', lastLines: [] } };

const cases: readonly [title: string, found: Found, next: Recovery['kind']][] = [
  ['nothing has ever run', { main: base, applied: undefined, pending: undefined }, 'steady'],
  ['what is accepted runs', { main: base, applied: base, pending: undefined }, 'steady'],
  ['main is newer than what runs (Deploy: no)', { main: base, applied: before, pending: undefined }, 'steady'],
  ['a change is in the journal', { main: base, applied: base, pending: entry }, 'resume'],
  ['the first change is in the journal', { main: base, applied: undefined, pending: entry }, 'resume'],
  ['a change is in the journal over one that was not rolled out', { main: base, applied: before, pending: entry }, 'resume'],
  ['main alone has moved', { main: commit, applied: base, pending: entry }, 'finish'],
  ['main alone has moved for the first time', { main: commit, applied: undefined, pending: entry }, 'finish'],
  ['main and applied have moved', { main: commit, applied: commit, pending: entry }, 'finish'],
  ['it has failed', { main: base, applied: base, pending: failed }, 'undo'],
  ['it was cancelled', { main: base, applied: undefined, pending: cancelled }, 'undo'],
  ['main is neither end of the change', { main: other, applied: base, pending: entry }, 'damaged'],
];

for (const [title, found, next] of cases) {
  test(`where ${title}, recovery is: ${next}`, (t) => t.is(decideRecovery(found).kind, next));
}

test('what is damaged says where main is and where it should be', (t) => {
  const found = decideRecovery({ main: other, applied: base, pending: entry });
  t.deepEqual(found, { kind: 'damaged', reason: `main is ${other}, but the change in progress goes from ${base} to ${commit}` });
});
