import { Fault, type Push, type RefCommand, zeroOid } from '../../core/index.ts';

/** What a source push asks for: at most one deploy, and branches and tags that are only stored. */
export type PushPlan = {
  readonly deploy: { readonly command: RefCommand; readonly branch: string } | undefined;
  readonly stored: readonly RefCommand[];
};

/** Names that become the deploy branch of an app that has none yet. */
const firstDeployBranches: readonly string[] = ['main', 'master'];

/** Decides what each ref of a source push is. Throws `push/refused` with the reason. */
export const decidePush = (push: Pick<Push, 'commands' | 'options'>, deployBranch: string | undefined): PushPlan => {
  const [unknown] = push.options.unknown;
  if (unknown !== undefined) {
    throw new Fault('push/refused', `There is no push option «${unknown}».`, {
      hint: 'There are: clean-cache, hot, no-wait, no-deploy, dry-run, message=...',
    });
  }
  const branch = deployBranch ?? firstDeployBranches.find((name) => push.commands.some(({ ref }) => ref === `refs/heads/${name}`));
  const command = push.commands.find(({ ref }) => ref === `refs/heads/${branch}`);
  if (branch === undefined || command === undefined) return { deploy: undefined, stored: push.commands };
  if (command.new === zeroOid) {
    throw new Fault('push/refused', `${branch} is the branch that is deployed; it can't be deleted.`, {
      hint: 'To stop the app: sluice ps:scale web=0. To remove it: sluice apps:destroy',
    });
  }
  return { deploy: { command, branch }, stored: push.commands.filter((other) => other !== command) };
};

/** One line for each ref that is kept but not deployed. */
export const describeStored = (stored: readonly RefCommand[], deployBranch: string | undefined): readonly string[] =>
  stored.map(({ ref, new: to }) => {
    const name = ref.replace(/^refs\/(heads|tags)\//, '');
    if (to === zeroOid) return `${name} is deleted.`;
    const hint =
      deployBranch !== undefined && firstDeployBranches.includes(name) ? ` To deploy it: git push sluice ${name}:${deployBranch}` : '';
    return `${name} is stored, not deployed: deploys come from ${deployBranch ?? 'main or master'}.${hint}`;
  });
