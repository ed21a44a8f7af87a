import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { openStory } from '../helpers/story.ts';

const apps = join(import.meta.dirname, '..', 'fixtures', 'apps');

/** Each breaks in its own way; the pusher reads why. */
const failures = [
  { app: 'build-fails', reason: /The build failed/ },
  { app: 'release-fails', reason: /the release process exited with status 4/, line: /migration went wrong/ },
  { app: 'exits-at-start', reason: /web\.1 exited with status \d+/ },
  { app: 'never-listens', reason: /web\.1 did not listen on (\$)?PORT/ },
  { app: 'wrong-port', reason: /it listens on \d+/ },
] as const;

for (const failure of failures) {
  test(`${failure.app}: the push is refused with the reason, and the old version serves on untouched`, async (t) => {
    const story = await openStory(t, { SLUICE_START_TIMEOUT: '3' });
    const copy = await story.app('hello-node', 'shop');
    t.is((await story.push(copy, 'main')).exitCode, 0);
    const replicas = await story.replicas('shop');
    const good = (await story.git(['rev-parse', 'HEAD'], { cwd: copy })).stdout.trim();

    for (const name of await readdir(copy)) if (name !== '.git') await rm(join(copy, name), { recursive: true });
    await cp(join(apps, failure.app), copy, { recursive: true });
    await story.commit(copy, {}, 'A bad version');
    const refused = await story.push(copy, 'main');

    t.is(refused.exitCode, 1);
    t.regex(refused.stderr, failure.reason);
    if ('line' in failure) t.regex(refused.stderr, failure.line);
    t.regex(refused.stderr, /! \[remote rejected\] main -> main/);
    t.deepEqual(await story.replicas('shop'), replicas, 'nothing restarted');
    t.deepEqual(await story.get('shop'), { status: 200, body: 'Hello from Sluice!\n' });
    t.deepEqual(
      (await story.releases('shop')).map(({ version, sha }) => [version, sha]),
      [['1', good]],
      'no release was numbered',
    );
    const deploys = JSON.parse((await story.sluice(['deploys', '--json', '-a', 'shop'])).stdout) as { state: string }[];
    t.deepEqual(
      deploys.map(({ state }) => state),
      ['failed', 'live'],
    );
    const again = await story.push(copy, `${good}:refs/heads/main`, '--force');
    t.is(again.exitCode, 0, again.stderr);
  });
}

test('a first push that fails leaves an app without a release, and the next push works', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('exits-at-start', 'shop');
  t.is((await story.push(copy, 'main')).exitCode, 1);
  t.deepEqual(await story.releases('shop'), []);
  t.deepEqual(await story.replicas('shop'), []);
  await cp(join(apps, '..', '..', '..', 'examples', 'hello-node', 'server.js'), join(copy, 'server.js'));
  await story.commit(copy, {}, 'A good version');
  const pushed = await story.push(copy, 'main');
  t.is(pushed.exitCode, 0, pushed.stderr);
  t.regex(pushed.stderr, /Live: v1/);
});

test('a config change that breaks the app is refused with the reason, and nothing changes', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.push(copy, 'main');
  await story.commit(copy, {
    'server.js': `if (process.env.BREAK) { console.log('broken by a variable'); process.exit(3); }\n${await story.readText(join(copy, 'server.js'))}`,
  });
  await story.push(copy, 'main');
  const replicas = await story.replicas('shop');
  const set = await story.sluice(['config:set', 'BREAK=1', '-a', 'shop']);
  t.is(set.exitCode, 1);
  t.regex(set.stderr, /web\.1 exited with status 3/);
  t.regex(set.stderr, /broken by a variable/);
  t.deepEqual(await story.replicas('shop'), replicas);
  t.is((await story.sluice(['config:get', 'BREAK', '-a', 'shop'])).exitCode, 4);
  t.is((await story.releases('shop')).length, 2);
});
