import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../core/index.ts';
import { answerOf } from './answer-of.ts';
import { type DemoContext, signIn } from './context.ts';
import type { Ran } from './run.ts';
import { must } from './workspace.ts';

export type Walked = { readonly url: string; readonly releases: readonly unknown[]; readonly ms: Readonly<Record<string, number>> };

/** For scripts: walks the whole path once on an app of its own, which it removes again; what it measured is the result. */
export const demoOnce = async (context: DemoContext): Promise<Walked> => {
  const workspace = await signIn(context);
  const copy = await workspace.copyExample('hello-node', 'once');
  const created = must(await workspace.sluice(copy, 'apps:create'), 'sluice apps:create');
  const app = created.stdout.trim();
  const ms: Record<string, number> = {};
  const step = async (name: string, work: () => Promise<Ran>, expected: 'works' | 'is refused' = 'works'): Promise<Ran> => {
    const from = performance.now();
    const ran = await work();
    ms[name] = Math.round(performance.now() - from);
    if ((ran.code === 0) === (expected === 'works')) return ran;
    throw new Fault('deploy/failed', `The step «${name}» ended with status ${ran.code}, though it ${expected} as a rule.`);
  };
  const push = () => workspace.git(copy, 'push', 'sluice', 'main');
  const commit = async (message: string) =>
    must(await workspace.git(copy, 'commit', '--quiet', '--all', `--message=${message}`), 'git commit');

  await step('push', push);
  const [url = ''] = await context.platform.addressesOf(app);
  const from = performance.now();
  expectAnswer(await answerOf(url), '200');
  ms['answer'] = Math.round(performance.now() - from);

  await appendFile(join(copy, 'server.js'), '// second version\n');
  await commit('Second version');
  await step('second push', push);
  await step('config change', () => workspace.sluice(copy, 'config:set', 'GREETING=Changed', '-a', app));
  expectAnswer(await answerOf(url), 'Changed');

  const good = await readFile(join(copy, 'server.js'), 'utf8');
  await writeFile(join(copy, 'server.js'), 'process.exit(1);\n');
  await commit('A version that exits');
  await step('failed push', push, 'is refused');
  expectAnswer(await answerOf(url), 'Changed');
  await writeFile(join(copy, 'server.js'), good);
  await step('rollback', () => workspace.sluice(copy, 'rollback', '-a', app));
  expectAnswer(await answerOf(url), '200');

  const listed = must(await workspace.sluice(copy, 'releases', '--json', '-a', app), 'sluice releases');
  must(await workspace.sluice(copy, 'apps:destroy', '-a', app, '--confirm', app), 'sluice apps:destroy');
  return { url, releases: JSON.parse(listed.stdout) as unknown[], ms };
};

const expectAnswer = (answer: string, part: string): void => {
  if (!answer.includes(part)) throw new Fault('deploy/failed', `The app answered «${answer}»; «${part}» was expected.`);
};
