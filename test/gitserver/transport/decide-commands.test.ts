import test from 'ava';
import { type Oid, zeroOid } from '../../../core/index.ts';
import { decideCommands } from '../../../gitserver/receive/decide-commands.ts';
import { isRefName } from '../../../gitserver/receive/is-ref-name.ts';

const some = 'a'.repeat(40) as Oid;
const policy = { guarded: ['refs/heads/main', 'refs/heads/team/live'], deployed: 'refs/heads/main', maxRefs: 3 };

type Case = { readonly title: string; readonly refs: readonly string[]; readonly says?: RegExp; readonly hint?: RegExp } & {
  readonly atomic?: boolean;
  readonly shallow?: boolean;
  readonly deletes?: boolean;
};
const cases: readonly Case[] = [
  { title: 'the deploy branch, another branch and a tag', refs: ['refs/heads/main', 'refs/heads/x/y', 'refs/tags/v1'] },
  { title: 'one ref with --atomic', refs: ['refs/heads/main'], atomic: true },
  { title: 'the deletion of another branch', refs: ['refs/heads/old'], deletes: true },
  { title: 'the deletion of a branch below the deploy branch', refs: ['refs/heads/main/x'], deletes: true },
  { title: 'a branch whose name only begins like the deploy branch', refs: ['refs/heads/main-2'] },
  { title: 'several refs with --atomic', refs: ['refs/heads/a', 'refs/heads/b'], atomic: true, says: /--atomic/ },
  { title: 'a shallow push', refs: ['refs/heads/main'], shallow: true, says: /shallow/, hint: /git fetch --unshallow/ },
  { title: 'too many refs', refs: ['refs/heads/a', 'refs/heads/b', 'refs/heads/c', 'refs/heads/d'], says: /4 refs; at most 3/ },
  { title: 'notes', refs: ['refs/heads/a', 'refs/notes/x'], says: /refs\/notes\/x/ },
  { title: 'HEAD', refs: ['HEAD'], says: /HEAD/ },
  { title: "the platform's own refs", refs: ['refs/sluice/applied'], says: /only branches and tags/ },
  { title: 'a ref of no name', refs: ['refs/heads/'], says: /only branches and tags/ },
  { title: 'a ref with a control character', refs: ['refs/heads/a\u001b[2Jb'], says: /^refs\/heads\/ab/ },
  { title: 'a branch below the deploy branch', refs: ['refs/heads/main/x'], says: /«main\/x».*«main»/, hint: /another name/ },
  { title: 'a branch above the deploy branch', refs: ['refs/heads/team'], says: /«team».*«team\/live»/ },
  { title: 'the deletion of the deploy branch', refs: ['refs/heads/main'], deletes: true, says: /can't be deleted/, hint: /ps:scale/ },
  { title: 'the same ref twice', refs: ['refs/heads/a', 'refs/heads/a'], says: /twice/ },
];
for (const { title, refs, says, hint, atomic, shallow = false, deletes } of cases) {
  test(`${title}: ${says === undefined ? 'taken' : 'refused before an object is stored'}`, (t) => {
    const commands = refs.map((ref) => ({ ref, old: deletes ? some : zeroOid, new: deletes ? zeroOid : some }));
    const refusal = decideCommands({ commands, capabilities: new Set(atomic ? ['atomic'] : []), shallow, options: [] }, policy);
    if (says === undefined) {
      t.is(refusal, undefined);
    } else {
      t.is(refusal?.fault.code, 'push/refused');
      t.regex(refusal?.fault.message ?? '', says);
      t.regex(refusal?.fault.details.hint ?? '', hint ?? /./);
    }
  });
}

test('ref names follow the rules of git check-ref-format', (t) => {
  for (const name of ['refs/heads/main', 'refs/heads/ä/b.c', 'refs/heads/-x', 'refs/tags/v1.0']) t.true(isRefName(name), name);
  const wrong = [
    'main',
    'refs/heads/a..b',
    'refs/heads/.a',
    'refs/heads/a.lock',
    'refs/heads/a.lock/b',
    'refs/heads/a b',
    'refs/heads/a~1',
  ];
  const worse = [
    'refs/heads/a^',
    'refs/heads/a:b',
    'refs/heads/a?',
    'refs/heads/a*',
    'refs/heads/a[',
    'refs/heads/a\\b',
    'refs/heads/a@{b',
  ];
  for (const name of [...wrong, ...worse, 'refs/heads//a', 'refs/heads/a/', 'refs/heads/a.', '/refs/heads/a', 'refs/heads/a\n'])
    t.false(isRefName(name), name);
});
