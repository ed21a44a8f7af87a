import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { isFault } from '../../core/index.ts';
import { decideApp, parseRemotes } from '../../tui/find-app.ts';
import { json, startAnswering } from '../helpers/answer-server.ts';
import { app, status } from '../helpers/api-samples.ts';
import { cleanEnvironment, runCommand } from '../helpers/run-command.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const run = promisify(execFile);
const known = ['http://127.0.0.1:4000', 'https://paas.example/sub'];
const row = (remote: string, address: string) => `${remote}\t${address} (fetch)\n${remote}\t${address} (push)\n`;

const remotes: readonly [string, string, readonly string[]][] = [
  ['the remote sluice, of any server', row('sluice', 'http://10.0.0.1/shop.git'), ['shop http://10.0.0.1']],
  ['a remote of another name to a known server', row('prod', 'http://127.0.0.1:4000/shop.git/'), ['shop http://127.0.0.1:4000']],
  ['a server below a path', row('prod', 'https://paas.example/sub/shop.git'), ['shop https://paas.example/sub']],
  ['the path that Gigalixir users have', row('sluice', 'https://paas.example/git.gigalixir.com/shop.git/'), ['shop https://paas.example']],
  [
    'an address with a user in it, which is left out',
    row('sluice', 'http://10.0.0.1/shop.git').replaceAll('://', '://u:secret@'),
    ['shop http://10.0.0.1'],
  ],
  ['a forge', row('origin', 'https://forge.example/me/shop.git') + row('up', 'git@forge.example:me/shop.git'), []],
  ['garbage', 'x\n\t\n\0\n(fetch)\nsluice\thttp://[bad/shop.git (fetch)\nsluice\tfile:///shop.git (fetch)', []],
];
for (const [title, output, expected] of remotes) {
  test(`apps are found in remotes: ${title}`, (t) => {
    t.deepEqual(
      parseRemotes(output, known).map((one) => `${one.app} ${one.server}`),
      expected,
    );
  });
}

test('several apps in the remotes are named, and none is chosen', (t) => {
  const error = t.throws(() =>
    decideApp(parseRemotes(row('sluice', 'http://127.0.0.1:4000/shop.git') + row('prod', 'http://127.0.0.1:4000/blog.git'), known)),
  );
  t.true(isFault(error, 'usage/invalid'));
  t.regex(error?.message ?? '', /shop \(remote sluice\), blog \(remote prod\)/);
});

const repository = async (t: ExecutionContext) => {
  const home = await temporaryDirectory(t);
  const cwd = join(home, "a folder's name");
  await mkdir(cwd);
  const git = async (...args: string[]) => (await run('git', args, { cwd, env: cleanEnvironment(home) })).stdout.trim();
  await git('init', '-q');
  return { home, cwd, git };
};

const start = (t: ExecutionContext) =>
  startAnswering(t, {
    'GET /api/users': json({ data: { email: 'me@example.org' } }),
    'POST /api/apps': json({ data: app }, 201),
    'GET /api/apps/shop': json({ data: app }),
    'GET /api/apps/shop/status': json({ data: status }),
  });

test('create in a repository sets remote, helper and no proxy in its own config, and commands find the app', async (t) => {
  const { url } = await start(t);
  const { cwd, git } = await repository(t);
  const { code, stdout, stderr } = await runCommand(t, ['create', 'shop'], { url, cwd });
  t.is(code, 0, stderr);
  t.is(stdout, 'shop\n');
  t.regex(stderr, /git push sluice/);
  t.is(await git('config', '--local', 'remote.sluice.url'), `${url}/shop.git`);
  t.is(await git('config', '--local', 'remote.sluice.proxy'), '');
  t.is(
    await git('config', '--local', '--get-urlmatch', 'credential.helper', url),
    await git('config', '--local', `credential.${url}.helper`),
  );
  t.is((await runCommand(t, ['open'], { url, cwd })).stdout, 'http://shop.localhost:5000\n');
});

test('a remote that pointed elsewhere is changed and its old address told', async (t) => {
  const { url } = await start(t);
  const { cwd, git } = await repository(t);
  await git('remote', 'add', 'sluice', 'http://old.example/x.git');
  const { code, stderr } = await runCommand(t, ['git:remote', 'shop'], { url, cwd });
  t.is(code, 0);
  t.regex(stderr, /before: http:\/\/old\.example\/x\.git/);
  t.is((await runCommand(t, ['git', 'remote', '-a', 'shop'], { url, cwd })).code, 0);
  t.is(
    (await git('config', '--get-all', `credential.${url}.helper`)).split('\n').length,
    1,
    'set twice, there once (the empty first value is trimmed here)',
  );
});

test('git:remote outside a repository says what to type and exits 2', async (t) => {
  const { url } = await start(t);
  const { code, stderr } = await runCommand(t, ['git:remote', 'shop'], { url });
  t.is(code, 2);
  t.regex(stderr, /git init.*sluice git:remote shop/);
});

test('git:remote of an app that is not there changes nothing', async (t) => {
  const { url } = await start(t);
  const { cwd, git } = await repository(t);
  t.is((await runCommand(t, ['git:remote', 'nope'], { url, cwd })).code, 4);
  t.is(await git('remote'), '');
});

test('the app comes from the flag, then the variable, then the remote; without any it is asked for', async (t) => {
  const { url, asked } = await start(t);
  const { cwd, git } = await repository(t);
  t.is((await runCommand(t, ['ps'], { url, cwd })).code, 2);
  await git('remote', 'add', 'sluice', `${url}/shop.git`);
  await runCommand(t, ['ps', '-a', 'flag', '--json'], { url, cwd, env: { SLUICE_APP: 'variable' } });
  await runCommand(t, ['ps', '--json'], { url, cwd, env: { SLUICE_APP: 'variable' } });
  await runCommand(t, ['ps', '--json'], { url, cwd });
  t.deepEqual(
    asked.map((one) => one.path.split('/')[3]),
    ['flag', 'variable', 'shop'],
  );
});

test('the key in the environment is not sent to wherever a remote points', async (t) => {
  const stranger = await start(t);
  const { cwd, git } = await repository(t);
  await git('remote', 'add', 'sluice', `${stranger.url}/shop.git`);
  const { code } = await runCommand(t, ['ps'], { cwd, env: { SLUICE_API_KEY: 'k-123', SLUICE_EMAIL: 'me@example.org' } });
  t.is(code, 3);
  t.deepEqual(stranger.asked, []);
});

test('the real git gets the key of that server from the helper, from any folder and without a prompt', async (t) => {
  const { url } = await start(t);
  const { home, cwd } = await repository(t);
  const config = join(home, "keys 'n things");
  await runCommand(t, ['login', '--url', url, '--config', config, '--email', 'me@example.org', '--key-stdin'], { input: 'k-stored' });
  t.is((await runCommand(t, ['git:remote', 'shop', '--config', config], { cwd })).code, 0);
  // A helper of the person's own is not asked, and is not told our key.
  const spy = join(home, 'spy');
  await writeFile(join(home, 'gitconfig'), `[credential]\n\thelper = "!f() { echo asked >>'${spy}'; }; f"\n`);
  const env = { ...cleanEnvironment(home), GIT_CONFIG_GLOBAL: join(home, 'gitconfig'), GIT_TERMINAL_PROMPT: '0' };
  const credential = async (operation: string, input: string) => {
    const running = run('git', ['credential', operation], { cwd, env });
    running.child.stdin?.end(input);
    return await running;
  };
  const asking = `protocol=http\nhost=${new URL(url).host}\n`;
  const filled = await credential('fill', `${asking}\n`);
  t.true(filled.stdout.includes('username=me@example.org\npassword=k-stored\n'), filled.stdout);
  await credential('approve', `${asking}username=me@example.org\npassword=k-stored\n\n`);
  const rejected = await credential('reject', `${asking}username=me@example.org\npassword=k-stored\n\n`);
  t.regex(rejected.stderr, /sluice login --url /);
  t.true((await readFile(join(config, 'credentials.json'), 'utf8')).includes('k-stored'));
  await t.throwsAsync(readFile(spy), { code: 'ENOENT' });
  await t.throwsAsync(credential('fill', 'protocol=http\nhost=other.example\n\n'));
});

const helper = (t: ExecutionContext, input: string, operation = 'get', env = {}) =>
  runCommand(t, ['git-credential', operation], {
    input,
    env: { SLUICE_URL: 'http://127.0.0.1:4000', SLUICE_API_KEY: 'k-1', SLUICE_EMAIL: 'me@example.org', ...env },
  });

test('the helper gives a key to no other host, port or protocol', async (t) => {
  const mine = await helper(t, 'protocol=http\nhost=127.0.0.1:4000\npath=shop.git\n\n');
  t.is(mine.stdout, 'username=me@example.org\npassword=k-1\n');
  for (const [protocol, host] of [
    ['https', '127.0.0.1:4000'],
    ['http', '127.0.0.1:4001'],
    ['http', '127.0.0.1:4000.evil'],
    ['http', 'x@127.0.0.1:4000'],
  ]) {
    t.is((await helper(t, `protocol=${protocol}\nhost=${host}\n\n`)).stdout, '', host);
  }
});

test('the helper answers garbage and foreign operations with nothing, and never with a failure', async (t) => {
  for (const input of ['', '\n', '=\n', 'protocol\n', 'host=\0\n\n', '\n\nprotocol=http\nhost=127.0.0.1:4000\n', 'x'.repeat(100_000)]) {
    const { code, stdout } = await helper(t, input);
    t.deepEqual([code, stdout], [0, ''], JSON.stringify(input.slice(0, 40)));
  }
  t.deepEqual((await helper(t, 'protocol=http\nhost=127.0.0.1:4000\n\n', 'capability')).stdout, '');
});

test('a key that could add lines to the answer is not given', async (t) => {
  t.is((await helper(t, 'protocol=http\nhost=127.0.0.1:4000\n\n', 'get', { SLUICE_API_KEY: 'k\nusername=x' })).stdout, '');
});
