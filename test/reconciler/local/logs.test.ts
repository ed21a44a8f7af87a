import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { LogLine, LogQuery } from '../../../core/index.ts';
import { appendLog, logLimitBytes } from '../../../reconciler/engines/local/keeper/append-log.ts';
import { formatCursor, parseCursor } from '../../../reconciler/engines/local/logs/cursor.ts';
import { parseLine } from '../../../reconciler/engines/local/logs/parse-line.ts';
import { readLogs } from '../../../reconciler/engines/local/logs/read-logs.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { waitUntil } from '../../helpers/wait-until.ts';

const never = new AbortController().signal;
const read = async (folder: string, query: Partial<LogQuery> = {}): Promise<LogLine[]> => {
  const lines: LogLine[] = [];
  for await (const line of readLogs(folder, { follow: false, ...query }, never)) lines.push(line);
  return lines;
};
const line = (at: number, text: string, process = 'web.1') => ({ at, process, text });
const texts = (lines: readonly LogLine[]) => lines.map(({ text }) => text);

test('three files become one log in the order of time', async (t) => {
  const folder = await temporaryDirectory(t);
  appendLog(join(folder, 'app.log'), [line(10, 'a10'), line(30, 'a30')]);
  appendLog(join(folder, 'router.log'), [line(20, 'r20', 'router'), line(30, 'r30', 'router')]);
  appendLog(join(folder, 'platform.log'), [{ ...line(5, 'p5', 'build'), source: 'build' }]);
  const lines = await read(folder);
  t.deepEqual(texts(lines), ['p5', 'a10', 'r20', 'r30', 'a30']);
  t.deepEqual(
    lines.map(({ source }) => source),
    ['build', 'app', 'router', 'router', 'app'],
  );
  t.deepEqual(texts(await read(folder, { lines: 2 })), ['r30', 'a30']);
  t.deepEqual(texts(await read(folder, { lines: 0 })), []);
  t.deepEqual(texts(await read(folder, { process: 'router' })), ['r20', 'r30']);
});

test('a log is capped, and a cursor from before the rotation goes on without a gap or a repetition', async (t) => {
  const folder = await temporaryDirectory(t);
  const path = join(folder, 'app.log');
  appendLog(path, [line(1, 'first')]);
  const [{ cursor } = { cursor: '' }] = await read(folder);
  const padding = 'x'.repeat(16_000);
  let number = 0;
  const fill = () => {
    do {
      number += 1;
      appendLog(path, [line(number + 1, `${number} ${padding}`)]);
    } while (existsSync(path));
  };
  fill();
  appendLog(path, [line(9000, 'last')]);
  const rest = await read(folder, { after: cursor });
  t.is(rest.length, number + 1);
  t.deepEqual(
    rest.map(({ text }) => text.split(' ')[0]),
    [...Array.from({ length: number }, (_, index) => String(index + 1)), 'last'],
  );
  t.deepEqual(texts(await read(folder, { lines: 1 })), ['last']);
  t.is((await read(folder, { lines: number })).length, number);
  t.true((await stat(`${path}.1`)).size < logLimitBytes + 20_000);

  // After another rotation what the cursor pointed at is gone: all there is follows.
  fill();
  t.is((await read(folder, { after: cursor }))[0]?.text, 'last');
});

test('a torn line, garbage and an unfinished last line break nothing', async (t) => {
  const folder = await temporaryDirectory(t);
  const whole = JSON.stringify(line(7, 'good'));
  await writeFile(
    join(folder, 'app.log'),
    `${whole}\n{"at":8,"te\n\n[1]\n"x"\n\x00\xff\n${whole}\n{"at":9,"process":"web.1","text":"not yet`,
  );
  const lines = await read(folder);
  t.is(lines.length, 6);
  t.deepEqual([lines[0]?.text, lines[1]?.text, lines.at(-1)?.text], ['good', '{"at":8,"te', 'good']);
  const after = lines.at(-1)?.cursor ?? '';
  t.deepEqual(await read(folder, { after }), []);
  appendFileSync(join(folder, 'app.log'), '"}\n');
  t.deepEqual(texts(await read(folder, { after })), ['not yet']);
});

test('a reader that follows sees lines, rotations and files that come later', async (t) => {
  const folder = join(await temporaryDirectory(t), 'later');
  const enough = new AbortController();
  t.teardown(() => enough.abort());
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { text } of readLogs(folder, { follow: true }, enough.signal)) seen.push(text.slice(0, 5));
  })();
  await mkdir(folder);
  appendLog(join(folder, 'app.log'), [line(1, 'one')]);
  await waitUntil('the first', () => seen.length === 1);
  appendLog(join(folder, 'app.log'), [line(2, `two  ${'x'.repeat(logLimitBytes)}`)]);
  appendLog(join(folder, 'app.log'), [line(3, 'three')]);
  appendLog(join(folder, 'router.log'), [line(4, 'four')]);
  await waitUntil('the rest', () => seen.length === 4);
  t.deepEqual(seen, ['one', 'two  ', 'three', 'four']);
  enough.abort();
  await reading;
});

test('a cursor is read back as written, and nothing else is taken for one', (t) => {
  const cursor = { at: 1764028800000, count: 3, positions: [{ file: 'a1_z9', offset: 123 }, undefined, { file: 'b_0', offset: 0 }] };
  t.deepEqual(parseCursor(formatCursor(cursor)), cursor);
  for (const garbage of [
    '',
    '.',
    'x',
    '000000000.000000.-.-',
    '000000000.000000.-.-.-.-',
    '000000000.000000.-.-.a:b:c',
    'ü'.repeat(40),
    '-'.repeat(10_000),
  ]) {
    t.is(parseCursor(garbage), undefined, garbage.slice(0, 20));
  }
});

test('a log line of somebody else’s making gets no fields it must not have', (t) => {
  t.deepEqual(parseLine('{"at":1,"text":"x","process":5,"version":"y","source":"app","extra":1}', 0), { at: 1, text: 'x', process: 'log' });
  t.deepEqual(parseLine('{"at":null,"text":"x"}', 4), { at: 4, process: 'log', text: '{"at":null,"text":"x"}' });
  t.is(parseLine('', 0), undefined);
});
