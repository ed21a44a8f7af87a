import test from 'ava';
import { parseBasic, parseBearer, percentDecoded } from '../../api/basic-auth.ts';
import { toDataFault } from '../../api/database/data-fault.ts';
import { parseJsonBody } from '../../api/json-body.ts';
import { createLoginLimit } from '../../api/login-limit.ts';
import { hashPassword, isPassword } from '../../api/password.ts';
import { convertQuery } from '../../api/query-text.ts';
import { Type } from '../../api/typebox.ts';
import { isFault } from '../../core/index.ts';

const encode = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('Basic is read as RFC 7617 says: the first colon divides, the rest is the password', (t) => {
  t.deepEqual(parseBasic(encode('ada:a:b')), { user: 'ada', password: 'a:b' });
  t.deepEqual(parseBasic(encode(':')), { user: '', password: '' });
  t.deepEqual(parseBasic(encode('é:ü')), { user: 'é', password: 'ü' });
  t.deepEqual(parseBasic(encode('a:b').replace('Basic', 'bASIC')), { user: 'a', password: 'b' });
  for (const bad of [undefined, '', 'Basic', encode('no colon'), 'Basic a b', 'Bearer abc', 'Basic \u0000'])
    t.is(parseBasic(bad), undefined);
  t.is(parseBearer('Bearer abc'), 'abc');
  for (const bad of [undefined, '', 'Bearer', 'Bearer a b', 'Basic abc']) t.is(parseBearer(bad), undefined);
  t.is(percentDecoded({ user: '%', password: 'a' }), undefined);
  t.deepEqual(percentDecoded({ user: '%40', password: '%2F/' }), { user: '@', password: '//' });
});

test('query texts become what their schema says, and what does not convert is left for it to refuse', (t) => {
  const schema = Type.Object({ n: Type.Integer(), yes: Type.Boolean(), s: Type.String() });
  t.deepEqual(convertQuery({ n: '12', yes: 'True', s: '12', other: 'x' }, schema), { n: 12, yes: true, s: '12' });
  t.deepEqual(convertQuery({ n: ['1', '2'], yes: 'FALSE', s: '' }, schema), { n: 2, yes: false });
  t.deepEqual(convertQuery({ n: '-1', yes: '1' }, schema), { n: '-1', yes: '1' });
  t.deepEqual(convertQuery({ n: '1' }, undefined), {});
});

test('null is absent at every depth, and a body of nothing is an object of nothing', (t) => {
  t.deepEqual(parseJsonBody(''), {});
  t.deepEqual(parseJsonBody(' \n'), {});
  t.deepEqual(parseJsonBody('{"a":null,"b":{"c":null,"d":[null,1]}}'), { b: { d: [1] } });
  t.is(parseJsonBody('null'), null);
  for (const bad of ['{', '{"__proto__":1}', '{"a":{"__proto__":1}}', '['.repeat(99_999), `${'['.repeat(60)}${']'.repeat(60)}`]) {
    const error = t.throws(() => parseJsonBody(bad), undefined, bad.slice(0, 20));
    t.true(isFault(error, 'request/invalid'));
  }
  const secret = t.throws(() => parseJsonBody('{"password": s3cret}'));
  t.notRegex(JSON.stringify(secret) + secret.message, /s3cret/);
});

test('passwords are told apart whatever the stored text is', async (t) => {
  const stored = await hashPassword('pässword');
  t.true(await isPassword('pa\u0308ssword', stored), 'the same text, composed otherwise');
  t.false(await isPassword('password', stored));
  t.not(await hashPassword('pässword'), stored, 'salted');
  for (const bad of [undefined, '', 'plain', 'scrypt$', 'md5$1$2$3$4$5']) t.false(await isPassword('pässword', bad));
});

test('failed sign-ins are counted up to a bound, and old ones forgotten', (t) => {
  let now = 0;
  const limit = createLoginLimit(() => now);
  for (let count = 0; count < 10; count += 1) limit.failed('a');
  t.true(
    isFault(
      t.throws(() => limit.check('a')),
      'auth/too-many-attempts',
    ),
  );
  t.notThrows(() => limit.check('b'));
  limit.succeeded('a');
  t.notThrows(() => limit.check('a'));
  for (let count = 0; count < 10; count += 1) limit.failed('a');
  for (let count = 0; count < 10_000; count += 1) limit.failed(`other ${count}`);
  t.notThrows(() => limit.check('a'), 'the oldest went first');
  for (let count = 0; count < 10; count += 1) limit.failed('c');
  now = 15 * 60_000;
  t.notThrows(() => limit.check('c'));
});

test('failures of SQLite and of the disk are named, others stay what they are', (t) => {
  const sqlite = (errcode: number) => Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode });
  const codes = [13, 8, 14, 10, 266, 11, 26].map((errcode) => (toDataFault(sqlite(errcode)) as { code?: string }).code);
  t.deepEqual(codes, ['data/full', 'data/unwritable', 'data/unwritable', 'data/failed', 'data/failed', 'data/failed', 'data/failed']);
  const constraint = sqlite(2067);
  t.is(toDataFault(constraint), constraint);
  t.true(isFault(toDataFault(Object.assign(new Error('x'), { code: 'ENOSPC' })), 'data/full'));
  for (const other of [undefined, null, 'text', new Error('x')]) t.is(toDataFault(other), other);
});
