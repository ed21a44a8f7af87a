import { spawn } from 'node:child_process';
import { Fault } from '../../core/index.ts';
import { appFlag, type Command } from '../command.ts';
import type { Io } from '../io.ts';
import { readStatus } from '../read-status.ts';

export const open: Command = {
  name: 'open',
  about: 'print the address of an app, and on a terminal show it in a browser',
  flags: [appFlag, { name: 'print', about: 'only print it' }],
  examples: ['sluice open --app example-app', 'sluice open --app example-app --print'],
  run: async (context) => {
    const { app, session } = await context.app();
    const { urls } = await readStatus(session, app);
    // It is handed to another program, so nothing but a web address passes.
    const url = urls.find((one) => URL.canParse(one) && /^https?:\/\//.test(one));
    if (url === undefined) {
      throw new Fault('app/no-release', `${app} has no address yet.`, {
        hint: 'Push to make its first release: git push sluice HEAD:main',
      });
    }
    const { io, output, isOn } = context;
    if (io.stdout.isTTY === true && !output.json && !isOn('print')) {
      if (!(await show(io, url))) output.note('No browser could be started; open the address by hand.');
    }
    return { json: { url }, view: { kind: 'lines', lines: [url] } };
  },
};

const openers: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer' };

/** Starts the browser and leaves it alone. False: there is nothing to start it with. */
const show = (io: Io, url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const env = Object.fromEntries(Object.entries(io.env).filter(([name]) => !name.startsWith('SLUICE_')));
    const child = spawn(openers[io.platform] ?? 'xdg-open', [url], { stdio: 'ignore', detached: true, env });
    child.on('error', () => resolve(false));
    child.on('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
