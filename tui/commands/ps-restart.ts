import { randomUUID } from 'node:crypto';
import { changed, waitForChange } from '../change.ts';
import { appFlag, type Command } from '../command.ts';

export const psRestart: Command = {
  name: 'ps:restart',
  aliases: ['restart'],
  about: 'replace every replica of an app, one after another, without an outage',
  flags: [appFlag],
  examples: ['sluice restart --app example-app', 'sluice ps:restart --app example-app --json'],
  run: async (context) => {
    const { app, session } = await context.app();
    // A restart asked for twice happens twice, so the server knows this one by a key and it can be asked for again.
    const headers = { 'idempotency-key': randomUUID() };
    return await waitForChange({
      context,
      app,
      doing: `Restarting ${app}`,
      again: true,
      call: () =>
        session.api.change(
          (client, signal) => client.PUT('/api/apps/{app}/restart', { params: { path: { app } }, headers, signal }),
          changed,
        ),
    });
  },
};
