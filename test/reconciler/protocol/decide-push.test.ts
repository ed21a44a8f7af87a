import test from 'ava';
import { isFault, type Oid, type PushOptions, zeroOid } from '../../../core/index.ts';
import { decidePush, describeStored } from '../../../reconciler/protocol/decide-push.ts';

const oid = (digit: string) => digit.repeat(40) as Oid;
const none: PushOptions = { cleanCache: false, hot: false, noWait: false, noDeploy: false, dryRun: false, unknown: [] };
const create = (ref: string) => ({ ref, old: zeroOid, new: oid('1') });
const update = (ref: string) => ({ ref, old: oid('1'), new: oid('2') });
const remove = (ref: string) => ({ ref, old: oid('1'), new: zeroOid });
const decide = (commands: readonly ReturnType<typeof create>[], branch?: string, options: PushOptions = none) => {
  const { deploy, stored } = decidePush({ commands, options }, branch);
  return { deploys: deploy?.command.ref, branch: deploy?.branch, stored: stored.map(({ ref }) => ref) };
};
const nothing = { deploys: undefined, branch: undefined };
const [main, master, topic, tag] = ['refs/heads/main', 'refs/heads/master', 'refs/heads/topic', 'refs/tags/v1'] as const;

const cases: readonly [title: string, got: () => unknown, wanted: unknown][] = [
  ['the first push of main deploys it', () => decide([create(main)]), { deploys: main, branch: 'main', stored: [] }],
  ['the first push of master deploys it', () => decide([create(master)]), { deploys: master, branch: 'master', stored: [] }],
  [
    'of both, main is deployed, whatever their order',
    () => [decide([create(master), create(main)]), decide([create(main), create(master)])],
    Array(2).fill({ deploys: main, branch: 'main', stored: [master] }),
  ],
  ['another branch alone is stored', () => decide([create(topic)]), { ...nothing, stored: [topic] }],
  [
    'a branch named like the deploy branch, but deeper, is stored',
    () => decide([create(`${main}/x`)]),
    { ...nothing, stored: [`${main}/x`] },
  ],
  [
    'a branch whose name ends like it is stored',
    () => decide([create('refs/heads/x/main')]),
    { ...nothing, stored: ['refs/heads/x/main'] },
  ],
  ['a tag named main is stored', () => decide([create('refs/tags/main')]), { ...nothing, stored: ['refs/tags/main'] }],
  ['notes are stored', () => decide([create('refs/notes/main')]), { ...nothing, stored: ['refs/notes/main'] }],
  [
    'tags and branches beside the deploy branch are stored in order',
    () => decide([create(tag), update(main), remove(topic)]),
    { deploys: main, branch: 'main', stored: [tag, topic] },
  ],
  ['main is only stored once master is deployed', () => decide([create(main)], 'master'), { ...nothing, stored: [main] }],
  [
    'the deploy branch may have any name',
    () => decide([update(topic), update(main)], 'topic'),
    { deploys: topic, branch: 'topic', stored: [main] },
  ],
  ['another branch may be deleted', () => decide([remove(topic)], 'main'), { ...nothing, stored: [topic] }],
  ['main may be deleted where another is deployed', () => decide([remove(main)], 'master'), { ...nothing, stored: [main] }],
  [
    'a forced push is a push',
    () => decide([{ ref: main, old: oid('9'), new: oid('1') }], 'main'),
    { deploys: main, branch: 'main', stored: [] },
  ],
  ['a push of nothing decides nothing', () => decide([]), { ...nothing, stored: [] }],
];

for (const [title, got, wanted] of cases) test(title, (t) => t.deepEqual(got(), wanted));

const refusals: readonly [title: string, push: () => unknown, told: RegExp][] = [
  ['deleting the deploy branch', () => decide([remove(main)], 'main'), /main is the branch that is deployed/],
  ['deleting main before the first deploy', () => decide([remove(main)]), /main is the branch that is deployed/],
  ['an unknown option', () => decide([update(main)], 'main', { ...none, unknown: ['fast', 'x'] }), /no push option «fast»/],
  [
    'an unknown option, even where nothing is deployed',
    () => decide([create(tag)], 'main', { ...none, unknown: [''] }),
    /no push option «»/,
  ],
];

for (const [title, push, told] of refusals) {
  test(`${title} is refused, with what to do`, (t) => {
    const error = t.throws(push, { message: told });
    t.true(isFault(error, 'push/refused') && (error.details.hint ?? '').length > 10);
  });
}

test('every ref that is stored is told by its name, with where deploys come from', (t) => {
  t.deepEqual(describeStored([create(topic), create(tag), remove(topic), create('refs/notes/x')], 'main'), [
    'topic is stored, not deployed: deploys come from main.',
    'v1 is stored, not deployed: deploys come from main.',
    'topic is deleted.',
    'refs/notes/x is stored, not deployed: deploys come from main.',
  ]);
  t.deepEqual(describeStored([create(topic)], undefined), ['topic is stored, not deployed: deploys come from main or master.']);
  t.deepEqual(describeStored([], 'main'), []);
});
