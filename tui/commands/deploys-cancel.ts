import { appFlag, type Command } from '../command.ts';
import { chooseDeploy } from '../read-deploys.ts';
import { object, text } from '../shape.ts';

export const deploysCancel: Command = {
  name: 'deploys:cancel',
  about: 'stop a deploy that is under way; what ran before stays',
  more: ['Without an id: the one under way.'],
  args: { usage: '[ID]', min: 0, max: 1 },
  flags: [appFlag],
  examples: ['sluice deploys:cancel --app example-app', 'sluice deploys:cancel k3v9x0q2m1ab --app example-app'],
  run: async (context) => {
    const { app, session } = await context.app();
    const deploy = await chooseDeploy(session, { app, named: context.args[0], orNewest: false });
    const step = context.output.step(`Cancelling deploy ${deploy} of ${app}`);
    try {
      const { data } = await session.api.change(
        (client, signal) => client.DELETE('/api/apps/{app}/deploys/{deploy}', { params: { path: { app, deploy } }, signal }),
        object({ data: object({ id: text, state: text }) }),
      );
      step.done(data.state);
      return { json: { app, ...data }, view: { kind: 'nothing' } };
    } catch (error) {
      step.failed('failed');
      throw error;
    }
  },
};
