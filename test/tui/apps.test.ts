import test, { type ExecutionContext } from 'ava';
import { runCli } from '../../tui/index.ts';
import { type Answers, json, startAnswering } from '../helpers/answer-server.ts';
import { app, status } from '../helpers/api-samples.ts';
import { createIo, createStreams, runCommand } from '../helpers/run-command.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const answers: Answers = {
  'GET /api/apps': json({ data: [app, { ...app, unique_name: 'blog', version: 0, urls: [] }] }),
  'POST /api/apps': json({ data: app }, 201),
  'GET /api/apps/shop': json({ data: app }),
  'GET /api/apps/shop/status': json({ data: status }),
  'DELETE /api/apps/shop': json({ data: { unique_name: 'shop', id: app.id } }),
};
const start = (t: ExecutionContext) => startAnswering(t, answers);

test('apps lists one app a line, aligned, without a head when it is not a terminal', async (t) => {
  const { url } = await start(t);
  const { code, stdout, stderr } = await runCommand(t, ['apps'], { url });
  t.is(code, 0);
  t.is(stderr, '');
  t.is(stdout, 'shop  v3  1 x 0.5  http://shop.localhost:5000\nblog  -   1 x 0.5  -\n');
});

test('without apps standard output is empty and the next step is said', async (t) => {
  const { url } = await startAnswering(t, { 'GET /api/apps': json({ data: [] }) });
  const plain = await runCommand(t, ['apps'], { url });
  t.is(plain.stdout, '');
  t.regex(plain.stderr, /sluice create/);
  const forTools = await runCommand(t, ['apps', '--json'], { url });
  t.deepEqual(JSON.parse(forTools.stdout), []);
  t.is(forTools.stderr, '');
});

test('create prints the bare name alone on standard output, the rest on standard error', async (t) => {
  const { url, asked } = await start(t);
  const { code, stdout, stderr } = await runCommand(t, ['create'], { url });
  t.is(code, 0);
  t.is(stdout, 'shop\n');
  t.regex(stderr, /not a git repository.*sluice git:remote shop/);
  t.deepEqual(asked[0]?.body, {});
});

test('create with a name and --json answers with name and git address', async (t) => {
  const { url, asked } = await start(t);
  const { stdout } = await runCommand(t, ['apps', 'create', 'shop', '--no-remote', '--json'], { url });
  t.deepEqual(JSON.parse(stdout), { name: 'shop', git: `${url}/shop.git` });
  t.deepEqual(asked[0]?.body, { unique_name: 'shop' });
});

test('apps:info shows addresses and where to push', async (t) => {
  const { url } = await start(t);
  const { stdout } = await runCommand(t, ['apps:info', '--app', 'SHOP'], { url });
  t.regex(stdout, /^address {2}http:\/\/127\.0\.0\.1:5001$/m);
  t.true(stdout.includes(`${url}/shop.git`));
});

test('destroy without a terminal asks nothing: it names the flag and destroys nothing', async (t) => {
  const { url, asked } = await start(t);
  const { code, stderr } = await runCommand(t, ['destroy', '--app', 'shop'], { url });
  t.is(code, 2);
  t.regex(stderr, /--confirm shop/);
  t.deepEqual(asked, []);
});

test('destroy with another name destroys nothing', async (t) => {
  const { url, asked } = await start(t);
  t.is((await runCommand(t, ['destroy', '--app', 'shop', '--confirm', 'shop2'], { url })).code, 2);
  t.deepEqual(asked, []);
});

test('destroy with the name destroys', async (t) => {
  const { url, asked } = await start(t);
  const { code, stdout, stderr } = await runCommand(t, ['apps:destroy', '--app', 'shop', '--confirm', 'shop', '--json'], { url });
  t.is(code, 0);
  t.deepEqual(JSON.parse(stdout), { name: 'shop', id: app.id });
  t.regex(stderr, /^Destroying shop\.\.\. done \(\d+\.\d s\)\n$/);
  t.is(asked[0]?.method, 'DELETE');
});

test('destroy on a terminal wants the name typed', async (t) => {
  const { url, asked } = await start(t);
  for (const [typed, expected] of [
    ['yes\r', 2],
    ['shop\r', 0],
  ] as const) {
    const streams = createStreams({ terminal: true });
    const running = runCli(['destroy', '--app', 'shop'], await createIo(t, streams, { url }));
    await waitUntil('the question', () => streams.err.text().includes('Type shop to go on'));
    streams.typed.write(typed);
    t.is(await running, expected);
  }
  t.is(asked.length, 1);
});

test('open prints the address and starts nothing when it is not a terminal', async (t) => {
  const { url } = await start(t);
  const { code, stdout } = await runCommand(t, ['open', '--app', 'shop'], { url, env: { PATH: '/nonexistent' } });
  t.is(code, 0);
  t.is(stdout, 'http://shop.localhost:5000\n');
});

test('open on a terminal without a browser still prints the address', async (t) => {
  const { url } = await start(t);
  const streams = createStreams({ terminal: true });
  t.is(await runCli(['open', '--app', 'shop'], await createIo(t, streams, { url, env: { PATH: '/nonexistent' } })), 0);
  t.is(streams.out.text(), 'http://shop.localhost:5000\n');
  t.regex(streams.err.text(), /by hand/);
});

test('an address that is not of the web is never handed to another program', async (t) => {
  const { url } = await startAnswering(t, {
    'GET /api/apps/shop/status': json({ data: { ...status, urls: ['file:///etc/passwd', '--version', 'javascript:alert(1)'] } }),
  });
  const { code, stdout } = await runCommand(t, ['open', '--app', 'shop'], { url });
  t.is(code, 5);
  t.is(stdout, '');
});

test('a name that could not be an app is refused before anything is sent', async (t) => {
  const { url, asked } = await start(t);
  for (const name of ['..', 'a/b', '../shop', 'shop?x=1', '-shop', 'x']) {
    const { code } = await runCommand(t, ['ps', `--app=${name}`], { url });
    t.is(code, 6, name);
  }
  t.deepEqual(asked, []);
});
