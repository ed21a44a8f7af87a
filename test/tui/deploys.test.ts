import test, { type ExecutionContext } from 'ava';
import { type Answering, json, raw, startAnswering } from '../helpers/answer-server.ts';
import { change, deploy } from '../helpers/api-samples.ts';
import { runCommand } from '../helpers/run-command.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const rolling = { ...deploy, id: 'aaaabbbbcccc', state: 'rolling', version: undefined, finished_at: undefined };
const event = (id: number, line: string) => `id: ${id}\nevent: line\ndata: ${JSON.stringify({ sequence: id, line })}\n\n`;
const end = (state: string, reason?: string) => `event: end\ndata: ${JSON.stringify({ ...deploy, id: rolling.id, state, reason })}\n\n`;
const stream = (text: string) => raw(text, { type: 'text/event-stream' });
const events = 'GET /api/apps/shop/deploys/aaaabbbbcccc/events';

const start = (t: ExecutionContext, more: Record<string, Answering> = {}) =>
  startAnswering(t, {
    'GET /api/apps/shop/deploys': json({
      data: [rolling, { ...deploy, state: 'failed', version: undefined, reason: 'web exited 1' }, deploy],
    }),
    [`GET /api/apps/shop/deploys/${deploy.id}`]: json({ data: deploy }),
    'DELETE /api/apps/shop/deploys/aaaabbbbcccc': json({ data: { id: rolling.id, state: 'cancelled' } }, 202),
    ...more,
  });

test('deploys lists attempts, failed ones with their reason', async (t) => {
  const { url } = await start(t);
  const { stdout } = await runCommand(t, ['deploys', '-a', 'shop'], { url });
  const rows = stdout.trim().split('\n');
  t.is(rows.length, 3);
  t.regex(rows[0] ?? '', /^aaaabbbbcccc {2}rolling {2}- /);
  t.regex(rows[1] ?? '', /failed .*Deploy bbbbbbbb \(web exited 1\)$/);
  t.regex(rows[2] ?? '', /^k3v9x0q2m1ab {2}live {5}v4 /);
});

test('deploys:info shows one', async (t) => {
  const { url } = await start(t);
  const { stdout } = await runCommand(t, ['deploys:info', deploy.id, '-a', 'shop'], { url });
  t.regex(stdout, /^state {4}live$/m);
  t.notRegex(stdout, /undefined/);
});

test('deploys:watch joins the one under way, prints its lines and ends as it does', async (t) => {
  const { url } = await start(t, {
    [events]: stream(`: open\n\n${event(0, 'Building')}: ping\n\n${event(1, 'a\u001b[2Jb')}${end('live')}`),
  });
  const { code, stdout, stderr } = await runCommand(t, ['deploys:watch', '-a', 'shop'], { url });
  t.is(code, 0);
  t.is(stdout, 'Building\nab\n');
  t.is(stderr, 'live, v4\n');
});

for (const [state, exit, code] of [
  ['failed', 1, 'deploy/failed'],
  ['cancelled', 1, 'deploy/cancelled'],
  ['undecided', 10, 'deploy/undecided'],
] as const) {
  test(`deploys:watch exits ${exit} when the deploy is ${state}`, async (t) => {
    const { url } = await start(t, { [events]: stream(`${event(0, 'Building')}${end(state, 'web exited 1')}`) });
    const watched = await runCommand(t, ['deploys:watch', rolling.id, '-a', 'shop', '--json'], { url });
    t.is(watched.code, exit);
    const [first, last] = watched.stdout.trim().split('\n');
    t.deepEqual(JSON.parse(first ?? ''), { line: 'Building' });
    t.is((JSON.parse(last ?? '') as { code: string }).code, code);
    const plain = await runCommand(t, ['deploys:watch', rolling.id, '-a', 'shop'], { url });
    t.regex(plain.stderr, /^✗ Deploy bbbbbbbb .*: web exited 1/);
  });
}

test('deploys:watch joins again after a lost connection and shows no line twice', async (t) => {
  const answers = [`${event(0, 'zero')}${event(1, 'one')}id: 2\ndata: {"seq`, `${event(2, 'two')}${end('live')}`];
  let calls = 0;
  const { url, asked } = await start(t, {
    [events]: (response, one) => stream(answers[calls++] ?? '')(response, one),
  });
  const { code, stdout, stderr } = await runCommand(t, ['deploys:watch', rolling.id, '-a', 'shop'], { url });
  t.is(code, 0);
  t.is(stdout, 'zero\none\ntwo\n');
  t.regex(stderr, /^Connection lost/);
  t.deepEqual(
    asked.map((one) => one.query['after']),
    [undefined, '1'],
  );
});

test('an event stream that is none is refused', async (t) => {
  for (const garbage of ['event: end\ndata: nonsense\n\n', 'event: end\ndata: {}\n\n', 'event: line\ndata: 7\n\n']) {
    const { url } = await start(t, { [events]: stream(garbage) });
    t.is((await runCommand(t, ['deploys:watch', rolling.id, '-a', 'shop'], { url })).code, 6, garbage);
  }
});

test('deploys:cancel cancels the one under way', async (t) => {
  const { url, asked } = await start(t);
  const { code, stderr, stdout } = await runCommand(t, ['deploys:cancel', '-a', 'shop', '--json'], { url });
  t.is(code, 0);
  t.regex(stderr, /^Cancelling deploy aaaabbbbcccc of shop\.\.\. cancelled \(/);
  t.deepEqual(JSON.parse(stdout), { app: 'shop', id: rolling.id, state: 'cancelled' });
  t.is(asked.at(-1)?.method, 'DELETE');
});

test('deploys:cancel with nothing under way says so and exits 4', async (t) => {
  const { url } = await start(t, { 'GET /api/apps/shop/deploys': json({ data: [deploy] }) });
  t.is((await runCommand(t, ['deploys:cancel', '-a', 'shop'], { url })).code, 4);
});

test('what is no id of a deploy is refused before anything is sent', async (t) => {
  const { url, asked } = await start(t);
  for (const word of ['..', 'A', 'a/b', 'a'.repeat(33), 'k3v9?'])
    t.is((await runCommand(t, ['deploys:info', word, '-a', 'shop'], { url })).code, 2, word);
  t.deepEqual(asked, []);
});

test('Ctrl-C while a change is waited for stops at once and says how to rejoin it', async (t) => {
  const stop = new AbortController();
  let left = false;
  const { url, asked } = await start(t, {
    'POST /api/apps/shop/configs': (response) => void response.on('close', () => (left = true)),
  });
  const running = runCommand(t, ['config:set', 'A=1', '-a', 'shop'], { url, signal: stop.signal });
  await waitUntil('the change is asked for', () => asked.length === 1);
  stop.abort();
  const { code, stdout, stderr } = await running;
  t.is(code, 130);
  t.is(stdout, '');
  t.regex(
    stderr,
    /^Setting A on shop and restarting\.\.\. no longer waiting\n✗ .*goes on at the server\.\n→ .*deploys:watch --app shop.*deploys:cancel --app shop\n$/,
  );
  await waitUntil('the connection is closed', () => left);
});

test('a change that fails tells the reason and the last lines of the app', async (t) => {
  const body = {
    errors: { '': ['The rollout of shop failed: web exited with 1.'] },
    code: 'deploy/failed',
    hint: 'Fix it and push again.',
    last_lines: ['Error: boom\u001b[2J', '    at server.js:3'],
    data: { deploy: rolling.id },
  };
  const { url } = await start(t, {
    'PUT /api/apps/shop/scale': json(body, 422),
    'PUT /api/apps/shop/restart': json({ data: {}, change: change('live') }),
  });
  const { code, stderr } = await runCommand(t, ['scale', 'web=2', '-a', 'shop'], { url });
  t.is(code, 1);
  t.is(
    stderr,
    'Scaling shop to web=2... failed\n✗ The rollout of shop failed: web exited with 1.\n  │ Error: boom\n  │     at server.js:3\n→ Fix it and push again.\n',
  );
  const forTools = await runCommand(t, ['scale', 'web=2', '-a', 'shop', '--json'], { url });
  t.deepEqual(JSON.parse(forTools.stdout), body);
});
