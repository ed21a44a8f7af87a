import { once } from 'node:events';
import { join } from 'node:path';
import { answerOf } from './answer-of.ts';
import { type DemoContext, signIn } from './context.ts';
import { nextSteps } from './next-steps.ts';
import { must } from './workspace.ts';

const app = 'hello-node';

/** For a person: the first push, its answer, what to type next; then it stays up until Ctrl-C. */
export const demoShow = async (context: DemoContext): Promise<void> => {
  const { platform, say, folder, root, signal } = context;
  const workspace = await signIn(context);
  const copy = join(folder, app);
  const known = await platform.knowsApp(app);
  if (known) say(`${app} is here from an earlier run.`);
  else {
    await workspace.copyExample(app, app);
    must(await workspace.sluice(copy, 'apps:create', app), 'sluice apps:create');
    say('$ git push sluice main');
    must(await workspace.git(copy, 'push', 'sluice', 'main'), 'git push sluice main');
  }
  if (known) must(await workspace.sluice(copy, 'git:remote', app), 'sluice git:remote');
  await platform.recovered;
  const [url = ''] = await platform.addressesOf(app);
  say(`\n${url} answers: ${await answerOf(url)}\n`);
  for (const { title, line } of nextSteps({ sluice: join(root, 'bin', 'sluice'), config: workspace.config, copy, app, url }))
    say(`${title}:\n  ${line}`);
  say('\nCtrl-C stops everything; the data stays, and the next run finds it again.');
  if (!signal.aborted) await once(signal, 'abort');
};
