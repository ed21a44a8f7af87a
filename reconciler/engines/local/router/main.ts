import { flushCompileCache } from 'node:module';
import { createLog } from '../../../../core/index.ts';
import { createAccessLog } from './access-log.ts';
import { createChangeRoutes } from './change-routes.ts';
import { createForwardRequest } from './forward-request.ts';
import { createListeners } from './listeners.ts';
import { createRouteStore } from './route-store.ts';
import { createRouteTable } from './route-table.ts';
import { isServed, serveControl, watchOwnership } from './serve-control.ts';
import { createHttpServer } from './serve-http.ts';
import { createUpstreams } from './upstreams.ts';
import { createUsage } from './usage.ts';

/**
 * The router process: `main.ts <engine folder>`, its working folder `<engine folder>/router`. It serves what was stored at
 * once, then waits for a server to greet it. It ends when told to, or when its folder is gone.
 */
const [folder = ''] = process.argv.slice(2);
const controlPath = 'control.sock';
process.umask(0o077);
process.title = 'sluice-router';

if (await isServed(controlPath)) {
  process.stderr.write('another router serves this folder\n');
  process.exit(0);
}

const log = createLog((line) => process.stderr.write(line));
const table = createRouteTable();
const usage = createUsage();
const upstreams = createUpstreams();
const accessLog = createAccessLog({ folder, now: Date.now, log, maxBytes: 4 * 1024 * 1024 });
const forward = createForwardRequest({ table, usage, upstreams });
const http = createHttpServer({ table, accessLog, forward, now: Date.now });
const changes = createChangeRoutes({
  ...{ table, upstreams, log },
  store: createRouteStore({ path: 'routes.json', log }),
  listeners: createListeners({ http, log }),
});

/** Takes nothing new, gives what is under way a second, and ends; the log is written first. */
const shutdown = async (): Promise<void> => {
  changes.stop();
  http.closeIdleConnections();
  const end = Date.now() + 1000;
  while (usage.total() > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  await accessLog.flush();
  control.close();
  process.exit(0);
};

await changes.restore();
const control = await serveControl({ path: controlPath, changes, table, usage, shutdown: () => void shutdown(), log });
watchOwnership(controlPath, () => void shutdown());
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shutdown());
process.on('SIGHUP', () => {});
// The next router of this folder then reads JavaScript, which saves it 12 MB: the TypeScript reader isn't loaded.
flushCompileCache();
