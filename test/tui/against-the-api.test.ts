import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { openApi } from '../api/open-api.ts';
import { runCommand } from '../helpers/run-command.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

/** The real API on a real port, with the test double of the reconciler behind it; and a person who signs in by commands alone. */
const open = async (t: Parameters<typeof openApi>[0]) => {
  const logs = async function* () {
    yield { cursor: '1', at: Date.UTC(2026, 10, 24), source: 'app' as const, process: 'web.1', version: 1, text: 'hello' };
  };
  const { api, control, operatorToken } = await openApi(t, { logs });
  const { port } = await api.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${port}`;
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'keys'));
  await writeFile(join(folder, 'keys', 'operator.token'), operatorToken);
  const config = join(folder, 'config');
  const sluice = async (line: string, input = '') => {
    const run = await runCommand(t, [...line.split(' '), '--config', config], { input, env: { SLUICE_HOME: folder } });
    return { ...run, json: line.includes('--json') ? JSON.parse(run.stdout) : undefined };
  };
  const made = await sluice(`accounts:create me@example.org --url ${url}`);
  t.is(made.code, 0, made.stderr);
  t.is((await sluice(`login --url ${url} --email me@example.org --key-stdin`, made.stdout)).code, 0);
  return { sluice, control, url };
};

test('a person signs in, makes an app, changes it in every way and destroys it', async (t) => {
  const { sluice, url } = await open(t);
  t.is((await sluice('account')).stdout, 'me@example.org\n');
  t.is((await sluice('create shop --no-remote')).stdout, 'shop\n');
  t.is((await sluice('create')).stdout.trim().split('\n').length, 1);
  t.true((await sluice('apps')).stdout.includes('shop'));
  t.like((await sluice('apps:info -a shop --json')).json, { unique_name: 'shop', git: `${url}/shop.git` });
  const set = await sluice('config:set A=1 B=- -a shop --json', 's3cret\n');
  t.like(set.json, { app: 'shop', kind: 'live' });
  t.is((await sluice('config:get B -a shop')).stdout, 's3cret\n');
  t.like((await sluice('config:set A=2 -a shop --no-restart --json')).json, { kind: 'accepted' });
  t.is((await sluice('config:unset A -a shop')).code, 0);
  t.deepEqual((await sluice('config -a shop --reveal --json')).json, { B: 's3cret' });
  for (const line of ['scale web=2:1.0 -a shop', 'restart -a shop', 'ps -a shop', 'open -a shop', 'releases -a shop']) {
    const { code, stderr } = await sluice(line);
    t.is(code, 0, `${line}: ${stderr}`);
  }
  const deploys = (await sluice('deploys -a shop --json')).json as { id: string; kind: string }[];
  t.true(deploys.length >= 4);
  t.like((await sluice(`deploys:info ${deploys[0]?.id} -a shop --json`)).json, { id: deploys[0]?.id });
  t.regex((await sluice('logs -a shop')).stdout, / web\.1 \| hello\n$/);
  t.is((await sluice('destroy -a shop --confirm shop')).code, 0);
  t.is((await sluice('ps -a shop')).code, 4);
});

test('failures of the real API come out with its code, hint and exit', async (t) => {
  const { sluice } = await open(t);
  t.is((await sluice('create www')).code, 6);
  t.is((await sluice('create shop --no-remote')).code, 0);
  const twice = await sluice('create shop --no-remote --json');
  t.is(twice.code, 5);
  t.is(twice.json.code, 'app/exists');
  t.is((await sluice('deploys:cancel abcdefghijkl -a shop')).code, 4);
  t.is((await sluice('ps -a other-app')).code, 4);
});

test('a deploy under way is watched to its end', async (t) => {
  const { sluice, control } = await open(t);
  await sluice('create shop --no-remote');
  await sluice('config:set A=1 -a shop');
  const [deploy] = (await sluice('deploys -a shop --json')).json as { id: Parameters<typeof control.say>[0] }[];
  t.truthy(deploy);
  if (deploy === undefined) return;
  control.say(deploy.id, 'Starting web.1');
  const watching = sluice('deploys:watch -a shop');
  control.end(deploy.id);
  const { code, stdout, stderr } = await watching;
  t.is(code, 0, stderr);
  t.regex(stdout, /Starting web\.1\n$/);
});
