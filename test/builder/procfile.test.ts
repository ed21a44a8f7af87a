import { randomBytes } from 'node:crypto';
import test from 'ava';
import { parseProcfile } from '../../builder/procfile.ts';
import { Fault } from '../../core/index.ts';

const parse = (text: string | Uint8Array) => parseProcfile(Buffer.from(text));

const good = [
  { title: 'one process', text: 'web: node server.js', gives: { web: 'node server.js' } },
  {
    title: 'several, with comments and blank lines',
    text: '# hi\n\nweb: a\n  \n  # more\nworker: b c\n',
    gives: { web: 'a', worker: 'b c' },
  },
  { title: 'a byte order mark and CRLF', text: '\ufeffweb: a\r\nworker: b\r\n', gives: { web: 'a', worker: 'b' } },
  { title: 'colons, quotes and tabs in a command', text: `web:\tsh -c "a:b"\t'c'`, gives: { web: `sh -c "a:b"\t'c'` } },
  { title: 'no space after the colon, blanks at the end', text: 'web:a  \t', gives: { web: 'a' } },
  { title: 'upper case, digits, "_" and "-"', text: 'Web_2-x: a', gives: { 'Web_2-x': 'a' } },
  { title: 'no web', text: 'worker: a', gives: { worker: 'a' } },
  { title: 'nothing', text: '', gives: {} },
];

for (const { title, text, gives } of good) {
  test(`a Procfile may have: ${title}`, (t) => {
    t.deepEqual(parse(text), gives);
  });
}

const bad = [
  { title: 'no colon', text: 'web node server.js', line: 1, column: 4 },
  { title: 'a missing command', text: 'a: b\nweb:  ', line: 2, column: 5 },
  { title: 'a missing process type', text: ': node', line: 1, column: 1 },
  { title: 'a type twice', text: 'web: a\n\nweb: b', line: 3, column: 1 },
  { title: 'a blank in the type', text: 'we b: a', line: 1, column: 1 },
  { title: 'a blank before the type', text: ' web: a', line: 1, column: 1 },
  { title: 'a type that begins with a digit', text: '1web: a', line: 1, column: 1 },
  { title: 'a type with 41 characters', text: `${'w'.repeat(41)}: a`, line: 1, column: 1 },
  { title: 'a type every object has', text: 'constructor: a', line: 1, column: 1 },
  { title: 'a NUL', text: 'web: a\0b', line: 1, column: 7 },
  { title: 'an escape sequence', text: 'web: \u001b[2J', line: 1, column: 6 },
  { title: 'a lone carriage return', text: 'web: a\rworker: b', line: 1, column: 7 },
];

for (const { title, text, line, column } of bad) {
  test(`a Procfile is refused for: ${title}`, (t) => {
    const fault = t.throws(() => parse(text), { instanceOf: Fault });
    t.is(fault.code, 'build/procfile-invalid');
    t.deepEqual(fault.details.at, { file: 'Procfile', line, column });
  });
}

test('a Procfile that is not UTF-8 is refused at the line that is not', (t) => {
  const fault = t.throws(() => parse(Buffer.concat([Buffer.from('web: a\nworker: '), Buffer.from([0xff, 0xfe])])), { instanceOf: Fault });
  t.deepEqual(fault.details.at, { file: 'Procfile', line: 2, column: 1 });
});

test('all problems of a Procfile are told at once, and of many the first ten', (t) => {
  const three = t.throws(() => parse('web\nworker:\n9: x'), { instanceOf: Fault });
  for (const place of ['line 1', 'line 2', 'line 3']) t.true(three.message.includes(place));
  const many = t.throws(() => parse('x\n'.repeat(500)), { instanceOf: Fault });
  t.true(many.message.includes('and 490 more'));
  t.true(many.message.length < 2000);
});

test('garbage is read or refused, never anything else', (t) => {
  for (let round = 0; round < 300; round++) {
    const bytes =
      round % 2 === 0 ? randomBytes(200) : Buffer.from(randomBytes(200).toString('base64').replaceAll('A', '\n').replaceAll('B', ':'));
    try {
      for (const [name, command] of Object.entries(parseProcfile(bytes))) t.true(/^[A-Za-z][\w-]*$/.test(name) && command !== '');
    } catch (error) {
      t.true(error instanceof Fault && error.code === 'build/procfile-invalid');
    }
  }
});
