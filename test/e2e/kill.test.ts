import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openStory, type Story } from '../helpers/story.ts';
import { waitUntil } from '../helpers/wait-until.ts';

// Real processes: the server is killed with -9 after each effect of the protocol, for each door. The wider net, with
// prefixes of transactions, second crashes and pairs of doors: test/reconciler/protocol/crash.test.ts.

type Door = {
  readonly name: string;
  readonly go: (story: Story, copy: string, round: number) => Promise<unknown>;
  readonly refused?: true;
};

const doors: readonly Door[] = [
  {
    name: 'push',
    go: async (story, copy, round) => {
      await story.commit(copy, { 'round.txt': `${round}` });
      return await story.push(copy, 'main');
    },
  },
  {
    name: 'push that fails',
    refused: true,
    go: async (story, copy, round) => {
      await story.git(['checkout', '-q', '-B', 'bad', 'main'], { cwd: copy });
      await story.commit(copy, { 'server.js': `process.exit(1); // ${round}\n` });
      const pushed = await story.push(copy, 'bad:refs/heads/main');
      await story.git(['checkout', '-q', 'main'], { cwd: copy });
      return pushed;
    },
  },
  { name: 'variable', go: (story, _copy, round) => story.sluice(['config:set', `ROUND=${round}`, '-a', 'shop']) },
  {
    name: 'variable without a restart',
    go: (story, _copy, round) => story.sluice(['config:set', `ROUND=${round}`, '--no-restart', '-a', 'shop']),
  },
  { name: 'scale', go: (story, _copy, round) => story.sluice(['ps:scale', `web=1:${(5 + round) / 10}`, '-a', 'shop']) },
  { name: 'restart', go: (story) => story.api('PUT', '/api/apps/shop/restart').catch(() => undefined) },
  { name: 'rollback', go: (story) => story.sluice(['rollback', '-a', 'shop']) },
];

const open = async (t: ExecutionContext<unknown>) => {
  const story = await openStory(t, {}, join(import.meta.dirname, '..', 'helpers', 'killing-main.ts'));
  const copy = await story.app('hello-node', 'shop');
  const runs = join(story.folder, 'release-runs');
  await writeFile(runs, '');
  await story.commit(copy, { Procfile: `web: node server.js\nrelease: echo ran >> ${runs}\n` });
  const pushed = await story.push(copy, 'main');
  if (pushed.exitCode !== 0) throw new Error(pushed.stderr);
  await story.sluice(['config:set', 'A=1', '-a', 'shop']);
  return { story, copy, releaseRuns: async () => (await story.readText(runs)).split('\n').length - 1 };
};

/** Arms the trap of killing-main.ts. */
const arm = async (story: Story, after: number): Promise<void> => {
  const file = join(story.platform().home, 'kill-after');
  await writeFile(file, String(after));
  process.kill(story.platform().pid, 'SIGUSR2');
  await waitUntil('the trap is set', () => !existsSync(file));
};

/** The effects it has killed itself after, one for each kill. */
const killedAfter = async (story: Story): Promise<readonly string[]> =>
  (await story.readText(join(story.platform().home, 'killed-after')).catch(() => '')).split('\n').filter((line) => line !== '');

const check = async (t: ExecutionContext<unknown>, story: Story, where: string): Promise<void> => {
  const repos = join(story.platform().home, 'repos');
  const [id] = (await readdir(repos)).filter((name) => name.endsWith('.config.git')).map((name) => name.slice(0, -'.config.git'.length));
  const config = ['--git-dir', join(repos, `${id}.config.git`)];
  const refs = (await story.git([...config, 'for-each-ref', '--format=%(refname)'])).stdout.split('\n');
  t.false(refs.includes('refs/sluice/pending'), `${where}: nothing is pending`);
  t.is(
    (await story.git([...config, 'merge-base', '--is-ancestor', 'refs/sluice/applied', 'refs/heads/main'])).exitCode,
    0,
    `${where}: applied is accepted`,
  );
  const source = /^source: (\S+)/m.exec((await story.git([...config, 'show', 'main:release.yaml'])).stdout)?.[1];
  const tip = (await story.git(['--git-dir', join(repos, `${id}.git`), 'rev-parse', 'main'])).stdout.trim();
  t.is(source, tip, `${where}: source main is what is accepted`);
  t.is((await story.get('shop')).status, 200, `${where}: the app answers`);
  const open = ((await story.api('GET', '/api/apps/shop/deploys')).body.data as { state: string }[]).filter(
    ({ state }) => !['live', 'failed', 'cancelled'].includes(state),
  );
  t.deepEqual(open, [], `${where}: no deploy is left open`);
};

for (const door of doors) {
  test.serial(
    `${door.name}: the server is killed after each effect; then the app is live or as before, and the same again works`,
    async (t) => {
      const { story, copy, releaseRuns } = await open(t);
      let killed = 0;
      for (let after = 1; ; after++) {
        const ran = await releaseRuns();
        const versions = (await story.releases('shop')).length;
        await arm(story, after);
        await door.go(story, copy, after);
        const effects = await killedAfter(story);
        if (effects.length === killed) break;
        killed++;
        await story.platform().gone;
        await story.restart();
        const where = `killed after effect ${after}, ${effects.at(-1)}`;
        await check(t, story, where);
        const now = (await story.releases('shop')).length;
        t.true(now === versions || (door.refused === undefined && now === versions + 1), `${where}: wholly in or wholly out`);
        t.true((await releaseRuns()) <= ran + 1, `${where}: the release process ran at most once`);
      }
      t.true(killed >= (door.name === 'variable without a restart' ? 3 : 5), `only ${killed} effects`);
      await check(t, story, 'uncut');
    },
  );
}
