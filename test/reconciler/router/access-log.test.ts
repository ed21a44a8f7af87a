import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { type AppId, newAppId, silentLog } from '../../../core/index.ts';
import { createAccessLog } from '../../../reconciler/engines/local/router/access-log.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { exchangeRaw, fetchFrom, openBackend, openRawBackend, serve, shareRouter } from './subject.ts';

const shared = shareRouter(test);

type Line = { readonly at: number; readonly process: string; readonly text: string };

const linesOf = async (folder: string, app: AppId, file = 'router.log'): Promise<readonly Line[]> => {
  const text = await readFile(join(folder, 'logs', app, file), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
};

test('each request leaves a line: what, how it ended, how long, how much, from whom; never the query', async (t) => {
  const backend = await openBackend(t, (_request, response) => void response.writeHead(201).end('hello'));
  const { app, port } = await serve(shared.router(), backend.port);
  const before = Date.now();
  await fetchFrom(port, { method: 'POST', path: '/sign-in?token=secret#x', headers: { 'x-request-id': 'abc' } });
  await waitUntil('the line is there', async () => (await linesOf(shared.folder(), app)).length === 1);
  const [line] = await linesOf(shared.folder(), app);
  t.regex(line?.text ?? '', /^POST \/sign-in 201 \d+ms 5B web\.1 id=abc$/);
  t.is(line?.process, 'router');
  t.true((line?.at ?? 0) >= before && (line?.at ?? 0) <= Date.now());
});

test('the line says who broke off: the client, the backend, or nobody there', async (t) => {
  const slow = await openBackend(t, (_request, response) => void response.write('first'));
  const breaking = await openRawBackend(t, (socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort'));
  });
  const [left, broke, absent] = [
    await serve(shared.router(), slow.port),
    await serve(shared.router(), breaking.port),
    await serve(shared.router()),
  ];
  await exchangeRaw(left.port, 'GET /left HTTP/1.1\r\nHost: a\r\n\r\n', (received) => received.includes('first'));
  await t.throwsAsync(fetchFrom(broke.port, { path: '/broke' }));
  await fetchFrom(absent.port, { path: '/absent' });
  for (const [{ app }, expected] of [
    [left, /^GET \/left 499 \d+ms 5B web\.1 id=/],
    [broke, /^GET \/broke 502 \d+ms 5B web\.1 id=/],
    [absent, /^GET \/absent 503 \d+ms 0B - id=/],
  ] as const) {
    await waitUntil('the line is there', async () => (await linesOf(shared.folder(), app)).length === 1);
    t.regex((await linesOf(shared.folder(), app))[0]?.text ?? '', expected);
  }
});

test('lines appear in order, and a file that would grow too large starts anew, with one before it kept', async (t) => {
  const folder = await temporaryDirectory(t);
  const app = newAppId();
  const log = createAccessLog({ folder, now: () => 1, log: silentLog, maxBytes: 400 });
  for (let index = 0; index < 30; index += 1) {
    log.write(app, `line ${index}`);
    await log.flush();
  }
  const numbers = [...(await linesOf(folder, app, 'router.log.1')), ...(await linesOf(folder, app))].map(({ text }) =>
    Number(text.slice(5)),
  );
  t.true(numbers.length >= 8 && numbers.length < 20, String(numbers));
  t.deepEqual(
    numbers,
    numbers.map((_, index) => 30 - numbers.length + index),
  );
  t.deepEqual((await readdir(join(folder, 'logs', app))).toSorted(), ['router.log', 'router.log.1']);
});

test('a disk that fails costs lines, which is logged, and nothing else', async (t) => {
  const folder = await temporaryDirectory(t);
  const [blocked, free] = [newAppId(), newAppId()];
  await mkdir(join(folder, 'logs'));
  await writeFile(join(folder, 'logs', blocked), 'a file where the folder should be');
  const warnings: string[] = [];
  const log = createAccessLog({
    folder,
    now: () => 1,
    log: { ...silentLog, warn: (message) => void warnings.push(message) },
    maxBytes: 1000,
  });
  log.write(blocked, 'lost');
  log.write(free, 'kept');
  await log.flush();
  t.deepEqual(warnings, ['access log lines are lost']);
  t.deepEqual(
    (await linesOf(folder, free)).map(({ text }) => text),
    ['kept'],
  );
});

test('lines past a megabyte that the disk hasn’t taken are counted, not kept', async (t) => {
  const folder = await temporaryDirectory(t);
  const app = newAppId();
  const log = createAccessLog({ folder, now: () => 1, log: silentLog, maxBytes: 1e9 });
  for (let index = 0; index < 1200; index += 1) log.write(app, 'x'.repeat(1000));
  await log.flush();
  const texts = (await linesOf(folder, app)).map(({ text }) => text);
  const lost = 1200 - (texts.length - 1);
  t.true(lost > 0);
  t.is(texts.at(-1), `${lost} requests are missing here: the disk was too slow`);
});

test('a data folder that was removed does not come back for its log', async (t) => {
  const folder = join(await temporaryDirectory(t), 'gone');
  const log = createAccessLog({ folder, now: () => 1, log: silentLog, maxBytes: 1000 });
  log.write(newAppId(), 'late');
  await log.flush();
  await t.throwsAsync(readdir(folder), { code: 'ENOENT' });
});
