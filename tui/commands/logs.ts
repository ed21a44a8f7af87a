import { appFlag, type Command, type Context } from '../command.ts';
import { follow } from '../follow.ts';
import { type LogLine, type LogQuery, openLogs } from '../open-logs.ts';
import type { Colour } from '../paint.ts';
import { parseCount } from '../parse-count.ts';

export const logs: Command = {
  name: 'logs',
  about: "show an app's log: its own lines, builds, requests, the platform",
  more: ['With --tail it goes on until Ctrl-C, and takes up where it was after a lost connection. With --json one object a line.'],
  flags: [
    appFlag,
    { name: 'num', short: 'n', value: 'N', about: 'how many lines to begin with (default: 100)' },
    { name: 'tail', short: 't', about: 'go on with new lines as they come' },
    { name: 'follow', about: 'the same as --tail' },
    { name: 'process', short: 'p', value: 'PROCESS', about: 'only this process type or replica: web, web.1' },
  ],
  examples: ['sluice logs --app example-app --num 50', 'sluice logs --app example-app --tail --process web'],
  run: async (context) => {
    const lines = parseCount(context.value('num') ?? '100', { flag: '--num', min: 0, max: 10_000 });
    const { app, session } = await context.app();
    const process = context.value('process');
    const query: LogQuery = { lines, ...(process === undefined ? {} : { process }) };
    const tail = context.isOn('tail') || context.isOn('follow');
    if (!tail) for await (const line of await openLogs(session, app, { ...query, follow: false })) await print(context, line);
    let after: string | undefined;
    if (tail) {
      await follow({
        open: () => openLogs(session, app, { ...query, ...(after === undefined ? {} : { after }), follow: true }),
        take: async (line) => {
          after = line.cursor;
          await print(context, line);
          return false;
        },
        lost: () => context.output.note('Connection lost; going on as soon as the server is back.'),
        signal: context.io.signal,
      });
    }
    return { view: { kind: 'nothing' } };
  },
};

const print = ({ output }: Context, line: LogLine): Promise<void> =>
  output.json ? output.jsonLine(line) : output.labelled(`${line.at} ${line.process} | `, colours[line.source] ?? 'cyan', line.text);

const colours: Readonly<Record<string, Colour>> = { app: 'cyan', build: 'yellow', router: 'grey', platform: 'green' };
