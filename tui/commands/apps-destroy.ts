import { Fault } from '../../core/index.ts';
import { appFlag, type Command, type Context } from '../command.ts';
import { ask } from '../prompt.ts';
import { object, text } from '../shape.ts';

export const appsDestroy: Command = {
  name: 'apps:destroy',
  aliases: ['destroy'],
  about: 'destroy an app: its replicas, repositories, releases and variables',
  more: ['Asks for the name of the app. In scripts give it: --confirm NAME. The name stays yours for 30 days.'],
  flags: [appFlag, { name: 'confirm', value: 'NAME', about: 'the name once more, instead of being asked' }],
  examples: ['sluice destroy --app example-app', 'sluice apps:destroy --app example-app --confirm example-app'],
  run: async (context) => {
    const { app, session } = await context.app();
    await confirm(context, app);
    const step = context.output.step(`Destroying ${app}`);
    try {
      const { data } = await session.api.change(
        (client, signal) => client.DELETE('/api/apps/{app}', { params: { path: { app } }, signal }),
        object({ data: object({ unique_name: text, id: text }) }),
      );
      step.done('done');
      return { json: { name: data.unique_name, id: data.id }, view: { kind: 'nothing' } };
    } catch (error) {
      step.failed(context.io.signal.aborted ? 'no longer waiting' : 'failed');
      throw context.io.signal.aborted ? leftBehind : error;
    }
  },
};

const leftBehind = new Fault('interrupted', 'No longer waiting. What has begun goes on at the server.', {
  hint: 'See whether it is gone: sluice apps',
});

const confirm = async ({ io, output, value }: Context, app: string): Promise<void> => {
  const given = value('confirm') ?? (await askName({ io, output, app }));
  if (given.trim() === app) return;
  throw new Fault('usage/invalid', `«${given}» is not «${app}», so nothing was destroyed.`, {
    hint: `Confirm by the name: --confirm ${app}`,
  });
};

const askName = async ({ io, output, app }: Pick<Context, 'io' | 'output'> & { readonly app: string }): Promise<string> => {
  if (io.stdin.isTTY === true) output.note(`This destroys ${app} with its repositories, releases and variables. It can't be undone.`);
  return await ask(io, `Type ${app} to go on`, { hidden: false, otherwise: `Confirm by a flag: --confirm ${app}` });
};
