import { appFlag, type Command } from '../command.ts';
import { formatTime } from '../format-time.ts';
import { parseCount } from '../parse-count.ts';
import { readDeploys } from '../read-deploys.ts';

export const deploys: Command = {
  name: 'deploys',
  about: 'list the attempts to change an app, newest first, those that failed too',
  flags: [appFlag, { name: 'num', short: 'n', value: 'N', about: 'how many (default: 20)' }],
  examples: ['sluice deploys --app example-app', 'sluice deploys --app example-app --num 100 --json'],
  run: async (context) => {
    const limit = parseCount(context.value('num') ?? '20', { flag: '--num', min: 1, max: 1000 });
    const { app, session } = await context.app();
    const found = await readDeploys(session, app, limit);
    return {
      json: found,
      view: {
        kind: 'table',
        head: ['DEPLOY', 'STATE', 'RELEASE', 'KIND', 'BEGUN', 'BY', 'WHAT'],
        rows: found.map((one) => [
          one.id,
          one.state,
          one.version === undefined ? '-' : `v${one.version}`,
          one.kind,
          formatTime(one.created_at),
          one.by.email,
          one.reason === undefined ? one.summary : `${one.summary} (${one.reason})`,
        ]),
        empty: `${app} has no deploys yet. Push to make the first: git push sluice HEAD:main`,
      },
    };
  },
};
