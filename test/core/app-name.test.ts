import test from 'ava';
import { Fault, parseAppName, reservedNames } from '../../core/index.ts';

const accepted: readonly [text: string, name: string][] = [
  ['abc', 'abc'],
  ['shop-2', 'shop-2'],
  ['Shop', 'shop'],
  ['a-b', 'a-b'],
  ['a--b', 'a--b'],
  ['a'.repeat(40), 'a'.repeat(40)],
];

for (const [text, name] of accepted) {
  test(`«${text}» is an app's name`, (t) => t.is(parseAppName(text), name as never));
}

const refused: readonly [text: string, why: RegExp][] = [
  ['', /shorter/],
  ['ab', /shorter/],
  ['a'.repeat(41), /longer/],
  ['1ab', /begin with a letter/],
  ['-ab', /begin with a letter/],
  ['ab-', /end with/],
  ['a.b', /only a-z/],
  ['a_b', /only a-z/],
  ['a b', /only a-z/],
  ['abc\n', /only a-z/],
  ['abc/../d', /only a-z/],
  ['abc.git', /only a-z/],
  ['ähnlich', /begin with a letter/],
  ['müll', /only a-z/],
  ['abc\u0000', /only a-z/],
  ['WWW', /keeps this name/],
  ['localhost', /keeps this name/],
];

for (const [text, why] of refused) {
  test(`${JSON.stringify(text)} is refused as an app's name, with the rule it breaks`, (t) => {
    const fault = t.throws(() => parseAppName(text), { instanceOf: Fault });
    t.is(fault?.code, 'app/invalid-name');
    t.regex(fault?.message ?? '', why);
    t.truthy(fault?.details.hint);
  });
}

test('every reserved name would be a good name otherwise', (t) => {
  for (const name of reservedNames) t.regex(name, /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/);
});
