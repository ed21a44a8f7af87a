import test from 'ava';
import { isAppId, isDeployId, isOid, isSlugDigest, newAppId, newDeployId, randomWord, zeroOid } from '../../core/index.ts';

const hex40 = '0123456789abcdef0123456789abcdef01234567';
const hex64 = `${hex40}89abcdef0123456789abcdef`;

const cases: readonly { title: string; is: (text: string) => boolean; good: readonly string[]; bad: readonly string[] }[] = [
  { title: 'git object ids', is: isOid, good: [hex40, zeroOid], bad: [hex40.toUpperCase(), hex40.slice(1), `${hex40}0`, hex64] },
  { title: 'slug digests', is: isSlugDigest, good: [hex64], bad: [hex40, hex64.toUpperCase(), `${hex64.slice(1)}g`] },
  { title: 'deploy ids', is: isDeployId, good: ['abc1', 'a'.repeat(32)], bad: ['abc', 'a'.repeat(33), 'ABC1', 'a-b1', 'a/b1', '../x'] },
  { title: 'app ids', is: isAppId, good: ['a0123456789ab'], bad: ['b0123456789ab', 'a0123456789a', 'a0123456789abc', 'A0123456789ab'] },
];

for (const { title, is, good, bad } of cases) {
  test(`${title} are told from other text`, (t) => {
    for (const text of good) t.true(is(text), text);
    for (const text of [...bad, '', ' ', ...good.flatMap((one) => [`${one}\n`, ` ${one}`, `${one}\u0000`])])
      t.false(is(text), JSON.stringify(text));
  });
}

test('new ids are well formed and differ', (t) => {
  const apps = Array.from({ length: 200 }, newAppId);
  const deploys = Array.from({ length: 200 }, newDeployId);
  t.true(apps.every(isAppId));
  t.true(deploys.every(isDeployId));
  t.is(new Set([...apps, ...deploys]).size, 400);
});

test('random words have the length asked for and use the whole alphabet', (t) => {
  for (const length of [0, 1, 12, 100]) t.is(randomWord(length).length, length);
  t.is(new Set(randomWord(4000)).size, 36);
});
