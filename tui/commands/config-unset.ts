import { changed, waitForChange } from '../change.ts';
import { appFlag, type Command } from '../command.ts';
import { noRestartFlag } from './config-set.ts';

export const configUnset: Command = {
  name: 'config:unset',
  about: 'remove variables and restart the app without them, all in one change',
  args: { usage: 'NAME...', min: 1, max: Number.POSITIVE_INFINITY },
  flags: [appFlag, noRestartFlag],
  examples: ['sluice config:unset LOG_LEVEL --app example-app', 'sluice config:unset LOG_LEVEL POOL_SIZE --app example-app --no-restart'],
  run: async (context) => {
    const { app, session } = await context.app();
    const noRestart = context.isOn('no-restart');
    const body = { keys: [...context.args], avoid_restart: noRestart };
    return await waitForChange({
      context,
      app,
      doing: `Removing ${context.args.join(', ')} from ${app}${noRestart ? '' : ' and restarting'}`,
      call: () =>
        session.api.change(
          (client, signal) => client.DELETE('/api/apps/{app}/configs', { params: { path: { app } }, body, signal }),
          changed,
        ),
    });
  },
};
