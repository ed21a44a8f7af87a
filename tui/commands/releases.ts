import { appFlag, type Command } from '../command.ts';
import { formatTime } from '../format-time.ts';
import { readReleases } from '../read-releases.ts';

export const releases: Command = {
  name: 'releases',
  about: "list an app's releases, newest first",
  flags: [appFlag, { name: 'num', short: 'n', value: 'N', about: 'how many (default: 20)' }],
  examples: ['sluice releases --app example-app', 'sluice releases --app example-app --num 100 --json'],
  run: async (context) => {
    const { app, session } = await context.app();
    const found = await readReleases(session, app, context.value('num') ?? '20');
    return {
      json: found,
      view: {
        kind: 'table',
        head: ['RELEASE', 'MADE', 'SOURCE', 'BY', 'WHAT'],
        rows: found.map((one) => [`v${one.version}`, formatTime(one.created_at), one.sha.slice(0, 8), one.by.email, one.summary]),
        empty: `${app} has no release yet. Push to make the first: git push sluice HEAD:main`,
      },
    };
  },
};
