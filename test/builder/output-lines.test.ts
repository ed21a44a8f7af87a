import test from 'ava';
import { createBuildLog } from '../../builder/run/build-log.ts';
import { createOutputLines } from '../../builder/run/output-lines.ts';

const linesOf = (...chunks: readonly (string | Uint8Array)[]) => {
  const lines: string[] = [];
  const output = createOutputLines((line) => lines.push(line));
  for (const chunk of chunks) output.push(Buffer.from(chunk));
  output.end();
  return lines;
};

test('lines are whole wherever the chunks end, also in the middle of a character', (t) => {
  const bytes = Buffer.from('one ä\ntwo\n\nthree');
  for (let cut = 0; cut <= bytes.length; cut++) {
    t.deepEqual(linesOf(bytes.subarray(0, cut), bytes.subarray(cut)), ['one ä', 'two', '', 'three']);
  }
});

test('a line redrawn with carriage returns shows its last state, and CRLF ends a line', (t) => {
  t.deepEqual(linesOf('10%\r20%\r100%\ndone\r\n'), ['100%', 'done']);
});

test('control sequences are taken out', (t) => {
  t.deepEqual(linesOf('\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u0000\n'), ['red x']);
});

test('an endless line comes in pieces instead of filling the memory', (t) => {
  const lines = linesOf('x'.repeat(10_000));
  t.is(lines.join('').length, 10_000);
  t.true(lines.every((line) => line.length <= 4096));
});

test('a build log stops at its limit, says so once, and still knows the last lines', (t) => {
  const shown: string[] = [];
  const log = createBuildLog((line) => shown.push(line), 30);
  for (let index = 0; index < 100; index++) log.line(`line ${index}`);
  t.is(shown.filter((line) => line.includes('rest is not shown')).length, 1);
  t.true(shown.length < 8);
  t.is(log.lastLines().at(-1), 'line 99');
  t.is(log.lastLines().length, 20);
});
