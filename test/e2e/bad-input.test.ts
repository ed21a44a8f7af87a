import { join } from 'node:path';
import test from 'ava';
import { openStory } from '../helpers/story.ts';

test('a wrong key is refused before git runs, and an unknown app is not found', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  const { url } = story.platform();
  const wrong = await story.git(
    ['-c', 'credential.helper=', 'push', url.replace('://', '://dev%40sluice.example:wrong@').concat('/shop.git'), 'main'],
    { cwd: copy },
  );
  t.not(wrong.exitCode, 0);
  t.regex(wrong.stderr, /Authentication failed/);
  t.is((await story.sluice(['ps', '-a', 'nothere'])).exitCode, 4);
  // The remote's own credential helper signs in, so it is the app that is not found.
  const unknown = await story.git(['push', `${url}/nothere.git`, 'main'], { cwd: copy });
  t.not(unknown.exitCode, 0);
  t.regex(unknown.stderr, /not found|no app/i);
  t.deepEqual(await story.releases('shop'), []);
});

test('several refs in one push: the deploy branch deploys, others are stored and said so', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.git(['branch', 'feature'], { cwd: copy });
  await story.git(['tag', 'v0'], { cwd: copy });
  const pushed = await story.push(copy, 'main', 'feature', 'v0');
  t.is(pushed.exitCode, 0, pushed.stderr);
  t.regex(pushed.stderr, /feature is stored, not deployed/);
  t.regex(pushed.stderr, /v0 is stored/);
  t.is((await story.releases('shop')).length, 1);
  const only = await story.git(['push', 'sluice', 'HEAD:refs/heads/other'], { cwd: copy });
  t.is(only.exitCode, 0, only.stderr);
  t.regex(only.stderr, /other is stored, not deployed: deploys come from main/);
});

test('the deploy branch takes a force push through the same gate and refuses its deletion', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.push(copy, 'main');
  await story.git(['commit', '-q', '--amend', '-m', 'Rewritten'], { cwd: copy });
  const plain = await story.push(copy, 'main');
  t.not(plain.exitCode, 0, 'git itself asks for --force');
  const forced = await story.push(copy, '--force', 'main');
  t.is(forced.exitCode, 0, forced.stderr);
  t.is((await story.releases('shop')).length, 2);
  const deleted = await story.push(copy, '--delete', 'main');
  t.not(deleted.exitCode, 0);
  t.regex(deleted.stderr, /can't be deleted|deletion/i);
  t.is((await story.get('shop')).status, 200);
});

test('no buildpack matches: the files it looked for are named; a bad Procfile is told with line and column', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  for (const name of ['package.json', 'server.js', 'Procfile']) await story.git(['rm', '-q', name], { cwd: copy });
  await story.commit(copy, { 'notes.txt': 'nothing to build' });
  const none = await story.push(copy, 'main');
  t.is(none.exitCode, 1);
  t.regex(none.stderr, /package\.json/);
  t.regex(none.stderr, /index\.html/);
  await story.commit(copy, { 'package.json': '{"name":"x"}', 'server.js': '', Procfile: 'web: node server.js\nwork er: no\n' });
  const bad = await story.push(copy, 'main');
  t.is(bad.exitCode, 1);
  t.regex(bad.stderr, /Procfile:2:\d+/);
  t.deepEqual(await story.releases('shop'), []);
});

test('push options: what is unknown is refused, no-deploy is accepted and not rolled out, dry-run changes nothing, no-wait names the deploy', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  const unknown = await story.push(copy, '-o', 'turbo', 'main');
  t.not(unknown.exitCode, 0);
  t.regex(unknown.stderr, /no push option «turbo»/);
  const dry = await story.push(copy, '-o', 'dry-run', 'main');
  t.not(dry.exitCode, 0);
  t.regex(dry.stderr, /nothing was changed/);
  t.deepEqual(await story.releases('shop'), []);
  t.is((await story.push(copy, '-o', 'message=With words', 'main')).exitCode, 0);
  t.regex((await story.releases('shop'))[0]?.summary ?? '', /With words/);
  await story.commit(copy, { 'two.txt': '2' });
  const before = await story.replicas('shop');
  const later = await story.push(copy, '-o', 'no-deploy', 'main');
  t.is(later.exitCode, 0, later.stderr);
  t.regex(later.stderr, /Accepted as v2, not rolled out/);
  t.deepEqual(await story.replicas('shop'), before);
  await story.commit(copy, { 'three.txt': '3' });
  const unwaited = await story.push(copy, '-o', 'no-wait', 'main');
  t.is(unwaited.exitCode, 0, unwaited.stderr);
  t.regex(unwaited.stderr, /refs\/sluice\/deploys\/[a-z0-9]+|sluice\/deploys/);
  const id = /deploys:watch ([a-z0-9]+)/.exec(unwaited.stderr)?.[1] ?? '';
  t.is((await story.sluice(['deploys:watch', id, '-a', 'shop'])).exitCode, 0);
  t.is((await story.releases('shop'))[0]?.version, '3');
});

test('names, variables and numbers that make no sense are refused with what would', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.push(copy, 'main');
  for (const name of ['a', '9lives', 'Ends-', 'admin', 'x'.repeat(41)]) {
    const made = await story.sluice(['create', name, '--no-remote']);
    t.is(made.exitCode, 6, `${name}: ${made.stderr}`);
    t.regex(made.stderr, /can't be an app's name/);
  }
  t.is((await story.sluice(['create', 'shop', '--no-remote'])).exitCode, 5);
  t.is((await story.sluice(['config:set', '1A=x', '-a', 'shop'])).exitCode, 6);
  t.is((await story.sluice(['config:set', 'PORT=1', '-a', 'shop'])).exitCode, 6);
  const large = await story.sluice(['config:set', 'BIG=-', '-a', 'shop'], { input: 'x'.repeat(121 * 1024) });
  t.is(large.exitCode, 6, large.stderr);
  t.regex(large.stderr, /120 KiB/);
  t.is((await story.sluice(['ps:scale', 'wrok=2', '-a', 'shop'])).exitCode, 6);
  t.is((await story.sluice(['ps:scale', 'web=-1', '-a', 'shop'])).exitCode === 0, false);
  t.is((await story.sluice(['rollback', 'v9', '-a', 'shop'])).exitCode, 4);
  t.is((await story.releases('shop')).length, 1);
  t.is((await story.sluice(['apps:destroy', '-a', 'shop'])).exitCode === 0, false, 'it asks for the name, and nobody is there to type it');
  t.is((await story.sluice(['apps:destroy', '-a', 'shop', '--confirm', 'other'])).exitCode === 0, false);
  t.is((await story.sluice(['apps:destroy', '-a', 'shop', '--confirm', 'shop'])).exitCode, 0);
  t.is((await story.sluice(['ps', '-a', 'shop'])).exitCode, 4);
});

test('an empty repository has nothing to push, and a shallow one is refused before any work', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.git(['init', '-q', '-b', 'main', 'empty']);
  const empty = await story.git(['push', `${story.platform().url}/shop.git`, 'main'], { cwd: join(story.folder, 'empty') });
  t.not(empty.exitCode, 0);
  t.regex(empty.stderr, /src refspec main does not match any/, 'git itself says it');
  await story.commit(copy, { 'two.txt': '2' });
  await story.commit(copy, { 'three.txt': '3' });
  await story.git(['clone', '-q', '--depth', '1', `file://${copy}`, 'shallow']);
  const url = (await story.git(['remote', 'get-url', 'sluice'], { cwd: copy })).stdout.trim();
  const helper =
    (await story.git(['config', '--get-regexp', '^credential\\..*helper$'], { cwd: copy })).stdout
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^\S+ /, '') ?? '';
  const shallow = await story.git(['-c', `credential.helper=${helper}`, 'push', url, 'HEAD:refs/heads/main'], {
    cwd: join(story.folder, 'shallow'),
  });
  t.not(shallow.exitCode, 0);
  t.regex(shallow.stderr, /shallow|unshallow/i);
  t.deepEqual(await story.releases('shop'), []);
});
