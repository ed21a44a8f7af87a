import type { ServerResponse } from 'node:http';
import test from 'ava';
import { runCli } from '../../tui/index.ts';
import { type Answering, json, raw, startAnswering } from '../helpers/answer-server.ts';
import { createIo, createStreams, runCommand } from '../helpers/run-command.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const line = (cursor: number, text: string, process = 'web.1') => ({
  cursor: String(cursor),
  at: '2026-11-24T12:00:03.000+00:00',
  source: 'app',
  process,
  version: 3,
  text,
});
const ndjson = (...lines: readonly object[]) => lines.map((one) => `${JSON.stringify(one)}\n`).join('');
const send = (response: ServerResponse, text: string) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write(text);
const path = 'GET /api/apps/shop/logs';

test('logs prints the last lines and ends', async (t) => {
  const { url, asked } = await startAnswering(t, { [path]: raw(ndjson(line(1, 'one'), line(2, 'two', 'worker.1'))) });
  const { code, stdout } = await runCommand(t, ['logs', '-a', 'shop', '-n', '2', '-p', 'web'], { url });
  t.is(code, 0);
  t.is(stdout, '2026-11-24T12:00:03.000+00:00 web.1 | one\n2026-11-24T12:00:03.000+00:00 worker.1 | two\n');
  t.deepEqual(asked[0]?.query, { follow: 'false', num_lines: '2', process: 'web' });
  t.is(asked[0]?.headers.accept, 'application/x-ndjson');
});

test('what an app writes cannot move the cursor or retitle the terminal', async (t) => {
  const { url } = await startAnswering(t, { [path]: raw(ndjson(line(1, 'a\u001b[2J\u001b]0;pwned\u0007b', 'we\u001b[31mb'))) });
  const { stdout } = await runCommand(t, ['logs', '-a', 'shop'], { url });
  t.is(stdout, '2026-11-24T12:00:03.000+00:00 web | ab\n');
});

test('with --json each line is an object as the server sent it', async (t) => {
  const { url } = await startAnswering(t, { [path]: raw(ndjson(line(1, 'one'), line(2, 'two'))) });
  const { stdout } = await runCommand(t, ['logs', '-a', 'shop', '--json'], { url });
  t.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text)),
    [line(1, 'one'), line(2, 'two')],
  );
});

test('a followed log goes on from its cursor after the connection breaks or the server ends it, each line once', async (t) => {
  const stop = new AbortController();
  const answers: readonly Answering[] = [
    // Cut in the middle of a line: that line was not seen.
    (response) => {
      send(response, `${ndjson(line(1, 'one'))}{"cursor":"2","te`);
      setImmediate(() => response.destroy());
    },
    (response) => void response.destroy(),
    (response) => {
      send(response, ndjson(line(2, 'two')));
      response.end();
    },
    (response) => {
      send(response, ndjson(line(3, 'three')));
    },
  ];
  let calls = 0;
  const { url, asked } = await startAnswering(t, { [path]: (response, one) => answers[calls++]?.(response, one) });
  const streams = createStreams();
  const running = runCli(['logs', '-a', 'shop', '--tail'], await createIo(t, streams, { url, signal: stop.signal }));
  await waitUntil('the last line is there', () => streams.out.text().includes('three'));
  stop.abort();
  t.is(await running, 130);
  const [stdout, stderr] = [streams.out.text(), streams.err.text()];
  t.deepEqual(
    stdout.split('\n').map((text) => text.split(' | ')[1]),
    ['one', 'two', 'three', undefined],
  );
  t.deepEqual(
    asked.map((one) => one.query['after']),
    [undefined, '1', '1', '2'],
  );
  t.is(asked[0]?.query['follow'], 'true');
  t.regex(stderr, /^(Connection lost; going on as soon as the server is back\.\n)+$/);
});

const gone = json({ errors: { '': ['There is no app «shop».'] }, code: 'app/not-found' }, 404);

test('a followed log ends when its app is gone', async (t) => {
  let calls = 0;
  const { url } = await startAnswering(t, {
    [path]: (response, one) => (calls++ === 0 ? raw(ndjson(line(1, 'one'))) : gone)(response, one),
  });
  const { code, stderr } = await runCommand(t, ['logs', '-a', 'shop', '--tail'], { url });
  t.is(code, 4);
  t.regex(stderr, /✗ There is no app «shop»\./);
});

test('a log of a server that never answered is not waited for', async (t) => {
  const { code } = await runCommand(t, ['logs', '-a', 'shop', '--tail'], { url: 'http://127.0.0.1:1' });
  t.is(code, 10);
});

test('lines that are no log lines are refused', async (t) => {
  for (const garbage of ['nonsense\n', '<html>\n', '{"cursor":1}\n', '[]\n', 'null\n', '{"cursor":"1"']) {
    const { url } = await startAnswering(t, { [path]: raw(garbage) });
    const { code, stderr } = await runCommand(t, ['logs', '-a', 'shop'], { url });
    t.is(code, 6, garbage);
    t.regex(stderr, /log line that can't be read/);
  }
});

test('a number of lines that is none is refused', async (t) => {
  for (const typed of ['x', '10001', '1.5', '1e3', ''])
    t.is((await runCommand(t, ['logs', '-a', 'shop', `--num=${typed}`], {})).code, 2, typed);
});
