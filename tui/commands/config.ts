import { stripControl } from '../../core/index.ts';
import { appFlag, type Command } from '../command.ts';
import { readConfigs } from '../read-configs.ts';

export const config: Command = {
  name: 'config',
  aliases: ['configs'],
  about: "list an app's variables; values stay hidden unless asked for",
  more: ['With --json hidden values are null.'],
  flags: [appFlag, { name: 'reveal', about: 'show the values' }],
  examples: ['sluice config --app example-app', 'sluice config --app example-app --reveal --json'],
  run: async (context) => {
    const { app, session } = await context.app();
    const reveal = context.isOn('reveal');
    const entries = Object.entries(await readConfigs(session, app)).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      json: Object.fromEntries(entries.map(([name, value]) => [name, reveal ? value : null])),
      view: {
        kind: 'table',
        head: ['NAME', 'VALUE'],
        rows: entries.map(([name, value]) => [name, reveal ? oneLine(value) : '********']),
        empty: `${app} has no variables. Set one: sluice config:set NAME=VALUE --app ${app}`,
      },
    };
  },
};

// A value that a table would fold is shown as a JSON text. `config:get` prints it as it is.
const oneLine = (value: string): string => (/^(\S+( \S+)*)?$/.test(value) && stripControl(value) === value ? value : JSON.stringify(value));
