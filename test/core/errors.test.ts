import test from 'ava';
import { asFault, Fault, type FaultCode, faults, isFault } from '../../core/index.ts';

test('the table is sorted, and its rows have an HTTP status and an exit code', (t) => {
  const codes = Object.keys(faults);
  const named = codes.filter((code) => code.includes('/'));
  t.deepEqual(named, [...named].sort());
  for (const [code, { status, exit }] of Object.entries(faults)) {
    t.true(status >= 400 && status < 600, code);
    t.true([1, 2, 3, 4, 5, 6, 10, 70, 130].includes(exit), code);
  }
});

test('a fault keeps its code, hint and cause, and is told from other errors', (t) => {
  const cause = new Error('below');
  const fault = new Fault('app/not-found', 'There is no app «shop».', { hint: 'sluice apps', cause });
  t.is(asFault(fault), fault);
  t.is(fault.cause, cause);
  t.true(isFault(fault));
  t.true(isFault(fault, 'app/not-found'));
  t.false(isFault(fault, 'app/exists'));
  t.false(isFault(cause));
});

const translated: readonly [title: string, error: unknown, code: FaultCode][] = [
  ['a full disk', Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }), 'data/full'],
  ['a full quota', Object.assign(new Error('EDQUOT'), { code: 'EDQUOT' }), 'data/full'],
  ['a read-only file system', Object.assign(new Error('EROFS'), { code: 'EROFS' }), 'data/unwritable'],
  ['a folder of somebody else', Object.assign(new Error('EACCES'), { code: 'EACCES' }), 'data/unwritable'],
  ['any other error', new TypeError('x is not a function'), 'bug'],
  ['a thrown string', 'oops', 'bug'],
  ['nothing at all', undefined, 'bug'],
  ['null', null, 'bug'],
];

for (const [title, error, code] of translated) {
  test(`${title} becomes ${code}, with what to do`, (t) => {
    const fault = asFault(error);
    t.is(fault.code, code);
    t.is(fault.details.cause, error);
    t.truthy(fault.details.hint);
  });
}
