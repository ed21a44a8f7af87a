import test from 'ava';
import { openStory } from '../helpers/story.ts';

test('a Node app is pushed, answers, and lives through a second version, a variable, a scale, a rollback and a fix', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');

  const first = await story.push(copy, 'main');
  t.is(first.exitCode, 0, first.stderr);
  t.regex(first.stderr, /remote: -----> Node app detected/);
  t.regex(first.stderr, /remote: Live: v1 \(build and slug \d+ ms/);
  t.deepEqual(await story.get('shop'), { status: 200, body: 'Hello from Sluice!\n' });

  const server = await story.readText(`${copy}/server.js`);
  await story.commit(copy, { 'server.js': server.replace("'Hello from Sluice!'", "'Second'") }, 'Second version');
  t.is((await story.push(copy, 'main')).exitCode, 0);
  t.regex((await story.get('shop')).body, /Second/);

  const set = await story.sluice(['config:set', 'GREETING=Set', '-a', 'shop']);
  t.is(set.exitCode, 0, set.stderr);
  t.regex((await story.get('shop')).body, /Set/);

  const before = await story.replicas('shop');
  t.is((await story.sluice(['config:set', 'GREETING=Later', '--no-restart', '-a', 'shop'])).exitCode, 0);
  t.deepEqual(await story.replicas('shop'), before, 'nothing restarted');
  t.regex((await story.get('shop')).body, /Set/);
  t.regex((await story.sluice(['ps', '-a', 'shop'])).stderr, /Release v4 is newer than v3, which runs/);

  const scaled = await story.sluice(['ps:scale', 'web=3', '-a', 'shop']);
  t.is(scaled.exitCode, 0, scaled.stderr);
  t.is((await story.replicas('shop')).length, 3);
  t.regex((await story.get('shop')).body, /Later/, 'the scale took the newer variables along');

  t.is((await story.sluice(['rollback', 'v1', '-a', 'shop'])).exitCode, 0);
  t.regex((await story.get('shop')).body, /Hello from Sluice!/);
  t.is((await story.replicas('shop')).length, 3, 'a rollback leaves the scale alone');
  t.deepEqual(
    (await story.releases('shop')).map(({ version }) => version),
    ['5', '4', '3', '2', '1'],
  );

  await story.commit(copy, { 'server.js': server.replace("'Hello from Sluice!'", "'Fixed'") }, 'A fix');
  const fixed = await story.push(copy, 'main');
  t.is(fixed.exitCode, 0, fixed.stderr);
  t.regex((await story.get('shop')).body, /Fixed/);
});

test('the same commit can be pushed again after a rollback', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.push(copy, 'main');
  await story.commit(copy, { 'extra.txt': 'two' });
  await story.push(copy, 'main');
  t.is((await story.sluice(['rollback', '-a', 'shop'])).exitCode, 0);
  const again = await story.push(copy, 'main');
  t.is(again.exitCode, 0, again.stderr);
  t.regex(again.stderr, /Live: v4/);
});

for (const [source, name, expected] of [
  ['express-lock', 'expressed', /^express says hello$/m],
  ['static-site', 'pages', /static site/],
  ['inline-compile', 'inlined', /built/i],
  ['web-worker-release', 'several', /^web answers$/m],
] as const) {
  test(`${source} is built, goes live and answers`, async (t) => {
    const story = await openStory(t);
    const copy = await story.app(source, name);
    const pushed = await story.push(copy, 'main');
    t.is(pushed.exitCode, 0, pushed.stderr);
    const { status, body } = await story.get(name);
    t.is(status, 200);
    t.regex(body, expected);
  });
}

test('master becomes the deploy branch when it is pushed first, and is told', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop', { branch: 'master' });
  t.is((await story.push(copy, 'master')).exitCode, 0);
  t.is((await story.get('shop')).status, 200);
  const other = await story.push(copy, 'master:refs/heads/main');
  t.is(other.exitCode, 0, other.stderr);
  t.regex(other.stderr, /main is stored, not deployed: deploys come from master/);
  t.is((await story.releases('shop')).length, 1);
});

test('the config repository is cloned and tells the history; a push to it is refused with what to use', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.push(copy, 'main');
  await story.sluice(['config:set', 'SECRET=do-not-show', '-a', 'shop']);
  const url = (await story.git(['remote', 'get-url', 'sluice'], { cwd: copy })).stdout.trim().replace(/\.git\/?$/, '.config.git');
  const helper =
    (await story.git(['config', '--get-regexp', '^credential\\..*helper$'], { cwd: copy })).stdout
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^\S+ /, '') ?? '';
  const cloned = await story.git(['-c', `credential.helper=${helper}`, 'clone', '-q', url, 'shop-config']);
  t.is(cloned.exitCode, 0, cloned.stderr);
  const cwd = `${story.folder}/shop-config`;
  const log = (await story.git(['log', '--format=%s'], { cwd })).stdout;
  t.regex(log, /^Set `SECRET` config var\.\nDeploy [0-9a-f]{7}: First version\n/);
  t.notRegex((await story.git(['log', '-p'], { cwd })).stdout, /do-not-show/);
  await story.commit(cwd, { 'app.yaml': 'sluice: 1\n' });
  const refused = await story.git(['-c', `credential.helper=${helper}`, 'push', 'origin', 'main'], { cwd });
  t.not(refused.exitCode, 0);
  t.regex(refused.stderr, /doesn't take pushes yet/);
  t.regex(refused.stderr, /sluice config:set/);
});
