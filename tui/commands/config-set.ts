import { changed, waitForChange } from '../change.ts';
import { appFlag, type Command } from '../command.ts';
import { parseAssignments } from '../parse-assignments.ts';

export const noRestartFlag = { name: 'no-restart', about: 'record the change; the next deploy or restart takes it up' };

export const configSet: Command = {
  name: 'config:set',
  about: 'set variables and restart the app with them, all in one change',
  more: [
    'NAME=@FILE takes the value from a file and NAME=- from standard input (one line end at its end is left out), so that a secret',
    'stays out of the list of processes and the history of the shell. NAME=@@x sets the value @x.',
  ],
  args: { usage: 'NAME=VALUE...', min: 1, max: Number.POSITIVE_INFINITY },
  flags: [appFlag, noRestartFlag],
  examples: [
    'sluice config:set LOG_LEVEL=debug POOL_SIZE=5 --app example-app',
    'printf %s "$SECRET" | sluice config:set SECRET_KEY_BASE=- --app example-app --no-restart',
  ],
  run: async (context) => {
    const { app, session } = await context.app();
    const configs = await parseAssignments(context.args, context.io);
    const noRestart = context.isOn('no-restart');
    const body = { configs, avoid_restart: noRestart };
    return await waitForChange({
      context,
      app,
      doing: `Setting ${Object.keys(configs).join(', ')} on ${app}${noRestart ? '' : ' and restarting'}`,
      call: () =>
        session.api.change(
          (client, signal) => client.POST('/api/apps/{app}/configs', { params: { path: { app } }, body, signal }),
          changed,
        ),
    });
  },
};
