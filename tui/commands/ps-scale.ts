import { changed, waitForChange } from '../change.ts';
import { appFlag, type Command } from '../command.ts';
import { parseScale } from '../parse-scale.ts';

export const psScale: Command = {
  name: 'ps:scale',
  aliases: ['scale'],
  about: 'set how many replicas run, and how large',
  more: ['TYPE=COUNT, TYPE=COUNT:SIZE or TYPE=:SIZE. Size 1.0 asks for 1 GB of memory and 0.2 of a core; what is not named stays.'],
  args: { usage: 'TYPE=COUNT[:SIZE]...', min: 1, max: Number.POSITIVE_INFINITY },
  flags: [appFlag],
  examples: ['sluice scale web=3 --app example-app', 'sluice ps:scale web=3 worker=2:1.0 --app example-app'],
  run: async (context) => {
    const processes = parseScale(context.args);
    const { app, session } = await context.app();
    return await waitForChange({
      context,
      app,
      doing: `Scaling ${app} to ${context.args.join(' ')}`,
      call: () =>
        session.api.change(
          (client, signal) => client.PUT('/api/apps/{app}/scale', { params: { path: { app } }, body: { processes }, signal }),
          changed,
        ),
    });
  },
};
