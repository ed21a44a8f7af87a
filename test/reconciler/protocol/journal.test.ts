import { randomBytes } from 'node:crypto';
import test from 'ava';
import { type DeployId, isFault, type Oid } from '../../../core/index.ts';
import { type JournalEntry, parseJournal, printJournal } from '../../../reconciler/protocol/journal.ts';
import { openWorlds } from '../../helpers/model/open-worlds.ts';
import { app } from '../../helpers/model/world.ts';

const oid = (digit: string) => digit.repeat(40) as Oid;
const least: JournalEntry = {
  sluice: 1,
  deploy: 'abc123def456' as DeployId,
  kind: 'env',
  by: { name: 'Dev', email: 'dev@sluice.example' },
  summary: 'Set A',
  base: oid('a'),
  commit: oid('b'),
  version: 2,
  createdAt: 1_700_000_000_000,
  deadline: 1_700_000_600_000,
};
const whole: JournalEntry = {
  ...least,
  kind: 'push',
  source: oid('c'),
  appliedBefore: oid('d'),
  verdict: { kind: 'failed', reason: 'web.1 exited with 1', lastLines: ['boom', ''] },
};
const odd = 'a\n\nSluice-Deploy: x\r\n# "quoted" \\ \u0000\u001b[31m ü 😀 \ud800 \u2028';
const odder: JournalEntry = {
  ...whole,
  summary: odd,
  by: { name: odd, email: odd },
  verdict: { kind: 'cancelled', reason: odd, lastLines: [odd, ...Array.from({ length: 200 }, () => 'x'.repeat(1000))] },
};

for (const [title, entry] of [
  ['without what is optional', least],
  ['with a verdict', whole],
  ['with text that fits no terminal', odder],
] as const) {
  test(`an entry ${title} is read as it was written`, (t) => t.deepEqual(parseJournal(printJournal(entry)), entry));
}

const openWorld = openWorlds(test);

test('git keeps an entry to the byte', async (t) => {
  const { life } = await openWorld();
  const base = (await life.refs())['config heads/main'] as Oid;
  for (const entry of [least, whole, odder]) {
    const id = await life.repositories.journal(app.id, { tree: base, parents: [base], message: printJournal(entry) });
    t.deepEqual(parseJournal((await life.repositories.message(app.id, id)).message), entry);
  }
});

const isDamaged = (message: string): boolean => {
  try {
    parseJournal(message);
    return false;
  } catch (error) {
    return isFault(error, 'repository/damaged') && error.details.hint !== undefined;
  }
};

const wrong: readonly [title: string, change: object][] = [
  ['an earlier format', { sluice: 0 }],
  ['a later format', { sluice: 2 }],
  ['the format as text', { sluice: '1' }],
  ['a deploy id that is no ref name', { deploy: '../../heads/main' }],
  ['a deploy id that is a number', { deploy: 123_456 }],
  ['a kind that is a number', { kind: 1 }],
  ['a kind that does not exist', { kind: 'canary' }],
  ['no author', { by: undefined }],
  ['an author that is text', { by: 'dev@sluice.example' }],
  ['an author without a name', { by: { email: 'dev@sluice.example' } }],
  ['a summary that is a list', { summary: ['Set A'] }],
  ['a short base', { base: 'a'.repeat(39) }],
  ['a base that is a ref', { base: 'refs/heads/main' }],
  ['a commit in upper case', { commit: 'B'.repeat(40) }],
  ['no commit', { commit: undefined }],
  ['a source that is null', { source: null }],
  ['an earlier commit that is a number', { appliedBefore: 7 }],
  ['a version that is a fraction', { version: 1.5 }],
  ['a version that is text', { version: '2' }],
  ['no deadline', { deadline: undefined }],
  ['a deadline beyond all numbers', { deadline: 1e300 }],
  ['a verdict that is null', { verdict: null }],
  ['a verdict that is text', { verdict: 'failed' }],
  ['a verdict of another kind', { verdict: { kind: 'live', reason: '', lastLines: [] } }],
  ['a verdict without lines', { verdict: { kind: 'failed', reason: '' } }],
  ['a verdict whose lines are numbers', { verdict: { kind: 'failed', reason: '', lastLines: [1] } }],
];

for (const [title, change] of wrong) {
  test(`an entry with ${title} is refused, with what to do`, (t) => {
    t.true(isDamaged(JSON.stringify({ ...whole, ...change })));
    t.false(isDamaged(JSON.stringify(whole)));
  });
}

test('what is no entry at all is refused', (t) => {
  const good = printJournal(whole);
  for (const text of [
    '',
    ' ',
    'null',
    '[]',
    '1',
    '"text"',
    'true',
    '{}',
    '{',
    good.slice(0, -3),
    `${good}x`,
    `${good}${good}`,
    `Set A\n\n${good}`,
  ])
    t.true(isDamaged(text), JSON.stringify(text));
  t.true(isDamaged('['.repeat(100_000)));
  t.true(isDamaged(`${'{"by":'.repeat(5_000)}1${'}'.repeat(5_000)}`));
  t.true(isDamaged('x'.repeat(5_000_000)));
  for (let round = 0; round < 200; round++) t.true(isDamaged(randomBytes(round).toString('latin1')));
});

test('an entry with one byte lost is refused, or all that must be there is', (t) => {
  const good = printJournal(whole);
  for (let index = 0; index < good.length; index++) {
    const cut = good.slice(0, index) + good.slice(index + 1);
    if (!isDamaged(cut))
      t.deepEqual(
        Object.keys(least).filter((key) => !Object.hasOwn(parseJournal(cut), key)),
        [],
        cut,
      );
  }
});
