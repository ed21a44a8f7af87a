import test from 'ava';
import { stripControl } from '../../core/index.ts';

const cases: readonly [title: string, text: string, safe: string][] = [
  ['plain text, tabs and line breaks stay', 'a\tb\nc é 漢', 'a\tb\nc é 漢'],
  ['colours go', '\u001b[31mred\u001b[0m', 'red'],
  ['a cleared screen and a moved cursor go', '\u001b[2J\u001b[1;1Hx', 'x'],
  ['a new window title goes, ended by BEL', '\u001b]0;owned\u0007x', 'x'],
  ['a new window title goes, ended by ST', '\u001b]0;owned\u001b\\x', 'x'],
  ['a link loses its address', '\u001b]8;;http://e.example\u001b\\text\u001b]8;;\u001b\\', 'text'],
  ['a carriage return that would hide what came before goes', 'bad\rgood', 'badgood'],
  ['backspaces and bells go', 'a\b\u0007b', 'ab'],
  ['eight-bit controls go', 'a\u009b31mb\u0085c', 'a31mbc'],
  ['a bare escape at the end goes', 'a\u001b', 'a'],
  ['an unfinished title takes the rest of itself along', 'a\u001b]0;never ends', 'a'],
];

for (const [title, text, safe] of cases) test(title, (t) => t.is(stripControl(text), safe));

test('whatever comes in, no control character comes out', (t) => {
  for (let seed = 1, round = 0; round < 300; round++) {
    let text = '';
    for (let length = 0; length < 40; length++) {
      seed = (seed * 48_271) % 2_147_483_647;
      text += String.fromCharCode(seed % 5 === 0 ? 27 : seed % 160);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    t.notRegex(stripControl(text), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/, JSON.stringify(text));
  }
});

test('a long line of unfinished sequences is stripped in no time', (t) => {
  const before = Date.now();
  stripControl('\u001b[0;'.repeat(200_000));
  stripControl('\u001b]'.repeat(200_000));
  t.true(Date.now() - before < 2000);
});
