import { Fault } from '../../core/index.ts';
import { appFlag, type Command } from '../command.ts';
import { nearest } from '../nearest.ts';
import { readConfigs } from '../read-configs.ts';

export const configGet: Command = {
  name: 'config:get',
  about: 'print the value of one variable, bare',
  args: { usage: 'NAME', min: 1, max: 1 },
  flags: [appFlag],
  examples: ['sluice config:get DATABASE_URL --app example-app', 'sluice config:get DATABASE_URL --app example-app --json'],
  run: async (context) => {
    const [name = ''] = context.args;
    const { app, session } = await context.app();
    const configs = await readConfigs(session, app);
    const value = Object.hasOwn(configs, name) ? configs[name] : undefined;
    if (value === undefined) {
      const guess = nearest(name, Object.keys(configs));
      throw new Fault('config/not-found', `${app} has no variable ${name}.`, {
        hint: guess === undefined ? `List them: sluice config --app ${app}` : `Did you mean ${guess}?`,
      });
    }
    return { json: { [name]: value }, view: { kind: 'value', value } };
  },
};
