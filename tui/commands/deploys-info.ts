import { appFlag, type Command } from '../command.ts';
import { formatTime } from '../format-time.ts';
import { chooseDeploy, readDeploy } from '../read-deploys.ts';

export const deploysInfo: Command = {
  name: 'deploys:info',
  about: 'show one deploy: what, who, when, how it ended and why',
  more: ['Without an id: the one under way, else the newest.'],
  args: { usage: '[ID]', min: 0, max: 1 },
  flags: [appFlag],
  examples: ['sluice deploys:info --app example-app', 'sluice deploys:info k3v9x0q2m1ab --app example-app --json'],
  run: async (context) => {
    const { app, session } = await context.app();
    const id = await chooseDeploy(session, { app, named: context.args[0], orNewest: true });
    const deploy = await readDeploy(session, app, id);
    const rows: readonly (readonly [string, string | undefined])[] = [
      ['deploy', deploy.id],
      ['what', deploy.summary],
      ['kind', deploy.kind],
      ['state', deploy.state],
      ['reason', deploy.reason],
      ['release', deploy.version === undefined ? undefined : `v${deploy.version}`],
      ['by', `${deploy.by.name} <${deploy.by.email}>`],
      ['begun', formatTime(deploy.created_at)],
      ['ended', deploy.finished_at === undefined ? undefined : formatTime(deploy.finished_at)],
      ['source', deploy.source],
      ['commit', deploy.commit],
    ];
    const given = rows.flatMap(([what, value]) => (value === undefined ? [] : [[what, value]]));
    return { json: deploy, view: { kind: 'table', head: ['WHAT', 'VALUE'], rows: given, empty: '' } };
  },
};
