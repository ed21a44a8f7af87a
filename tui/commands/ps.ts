import { appFlag, type Command } from '../command.ts';
import { formatAge } from '../format-time.ts';
import { readStatus } from '../read-status.ts';

export const ps: Command = {
  name: 'ps',
  aliases: ['status'],
  about: 'show the replicas of an app',
  flags: [appFlag],
  examples: ['sluice ps --app example-app', 'sluice ps --app example-app --json'],
  run: async (context) => {
    const { app, session } = await context.app();
    const status = await readStatus(session, app);
    const { wanted_version: wanted, running_version: running, pending_deploy: pending } = status;
    if (running !== undefined && running < wanted) {
      context.output.note(`Release v${wanted} is newer than v${running}, which runs. To take it up: sluice ps:restart --app ${app}`);
    }
    if (pending !== undefined)
      context.output.note(`Under way: ${pending.summary} (${pending.state}). Watch it: sluice deploys:watch --app ${app}`);
    return {
      json: status,
      view: {
        kind: 'table',
        head: ['REPLICA', 'STATE', 'RELEASE', 'SIZE', 'UP', 'RESTARTS', 'LAST EXIT'],
        rows: status.replicas.map((one) => [
          one.name,
          one.state,
          `v${one.version}`,
          String(one.size),
          formatAge(one.started_at, context.io.now()),
          String(one.restarts),
          one.last_exit ?? '-',
        ]),
        empty: wanted === 0 ? `${app} has no release yet. Push to make the first: git push sluice HEAD:main` : `No replica of ${app} runs.`,
      },
    };
  },
};
