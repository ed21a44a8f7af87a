import { Readable } from 'node:stream';
import test from 'ava';
import { formatTable } from '../../tui/format-table.ts';
import { formatAge, formatTime } from '../../tui/format-time.ts';
import { readEvents } from '../../tui/read-events.ts';
import { readLines } from '../../tui/read-lines.ts';

const cut = (bytes: Buffer, size: number): AsyncIterable<Uint8Array> =>
  Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size)));

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

test('lines are the same however the bytes are cut', async (t) => {
  const bytes = Buffer.from('first\r\n\nzweite Zeile – ü 🙂\nlast');
  for (let size = 1; size <= bytes.length; size++) {
    t.deepEqual(await all(readLines(cut(bytes, size), { wholeOnly: false })), ['first', '', 'zweite Zeile – ü 🙂', 'last']);
  }
  t.deepEqual(await all(readLines(cut(bytes, 7), { wholeOnly: true })), ['first', '', 'zweite Zeile – ü 🙂']);
});

test('a line without an end does not fill the memory', async (t) => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1024 * 1024, 'a');
    })(),
  );
  await t.throwsAsync(all(readLines(endless, { wholeOnly: false })), { message: /too long/ });
});

test('events are read as the standard says', async (t) => {
  const text =
    ': comment\n\nevent: line\nid: 7\ndata: one\ndata:two\n\ndata\n\nid: 8\n\nretry: 5\nunknown: x\ndata:  spaced\n\nevent: cut\ndata: lost';
  t.deepEqual(await all(readEvents(cut(Buffer.from(text), 3))), [
    { event: 'line', id: '7', data: 'one\ntwo' },
    { event: 'message', id: '7', data: '' },
    { event: 'message', id: '8', data: ' spaced' },
  ]);
});

test('garbage in an event stream gives no events and no failure', async (t) => {
  for (const text of ['', '\n\n\n', ':::\n\n', '\0\u001b\n\n', '{"data":[]}', 'id\nevent\n\n']) {
    t.deepEqual(await all(readEvents(cut(Buffer.from(text), 2))), [], JSON.stringify(text));
  }
});

test('a table has one line a row, cut to the terminal and free of control characters', (t) => {
  t.deepEqual(
    formatTable([
      ['a', 'x\ny'],
      ['long', '\u001b[31mz'],
    ]),
    ['a     x y', 'long  z'],
  );
  t.deepEqual(formatTable([['a', 'b'.repeat(50)]], 30), [`a  ${'b'.repeat(26)}…`]);
  t.deepEqual(formatTable([]), []);
});

test('times and ages are short, and what is no time is shown as it is', (t) => {
  t.is(formatTime('2017-04-12T17:43:28.000+00:00'), '2017-04-12 17:43:28Z');
  t.is(formatTime('yesterday'), 'yesterday');
  const now = Date.parse('2026-11-24T12:00:00Z');
  const ages = [
    '2026-11-24T11:59:58Z',
    '2026-11-24T11:55:00Z',
    '2026-11-24T09:00:00Z',
    '2026-11-20T12:00:00Z',
    '2026-11-24T12:00:05Z',
    'x',
  ];
  t.deepEqual(
    ages.map((time) => formatAge(time, now)),
    ['2s', '5m', '3h', '4d', '0s', '?'],
  );
});
