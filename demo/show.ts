import { once } from 'node:events';
import { join } from 'node:path';
import { answerOf } from './answer-of.ts';
import { type DemoContext, signIn } from './context.ts';
import { nextSteps } from './next-steps.ts';
import { must, type Workspace } from './workspace.ts';

const app = 'hello-node';

/** For a person: the first push, its answer, what to type next; then it stays up until Ctrl-C. */
export const demoShow = async (context: DemoContext): Promise<void> => {
  const { platform, say, folder, root, signal } = context;
  const workspace = await signIn(context);
  const copy = join(folder, app);
  const known = await platform.knowsApp(app);
  await platform.recovered;
  if (known && (await isReleased(workspace))) {
    say(`${app} is here from an earlier run.`);
    must(await workspace.sluice(copy, 'git:remote', app), 'sluice git:remote');
  } else {
    // An earlier run may have been stopped in the middle: what it made is taken up, and the push is made again.
    await workspace.copyExample(app, app);
    const [verb, step] = known ? ['git:remote', 'sluice git:remote'] : ['apps:create', 'sluice apps:create'];
    must(await workspace.sluice(copy, verb, app), step);
    say('$ git push sluice main');
    must(await workspace.git(copy, 'push', 'sluice', 'main'), 'git push sluice main');
  }
  const [url = ''] = await platform.addressesOf(app);
  say(`\n${url} answers: ${await answerOf(url)}\n`);
  for (const { title, line } of nextSteps({ sluice: join(root, 'bin', 'sluice'), config: workspace.config, copy, app, url }))
    say(`${title}:\n  ${line}`);
  say('\nCtrl-C stops everything; the data stays, and the next run finds it again.');
  if (!signal.aborted) await once(signal, 'abort');
};

const isReleased = async (workspace: Workspace): Promise<boolean> => {
  const listed = must(await workspace.sluiceInSecret(['releases', '--json', '-a', app]), 'sluice releases');
  return (JSON.parse(listed.stdout) as unknown[]).length > 0;
};
