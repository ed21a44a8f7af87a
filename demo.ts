import { join } from 'node:path';
import { asFault, createLog } from './core/index.ts';
import { demoOnce } from './demo/once.ts';
import { demoShow } from './demo/show.ts';
import { startPlatform } from './platform.ts';
import { parseSettings } from './settings.ts';

// `npm run demo`: the platform with a demo account and a first push, for a person; `-- --once` for a script.
const once = process.argv.slice(2).includes('--once');
const print = (line: string) => process.stderr.write(`${line}\n`);
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort(signal));

const demoSettings = (env: NodeJS.ProcessEnv) => {
  const settings = parseSettings({ SLUICE_PORT: '0', SLUICE_ROUTER_PORT: '0', ...env });
  return env['SLUICE_HOME'] ? settings : { ...settings, home: `${settings.home}-demo` };
};

const main = async (): Promise<void> => {
  const unknown = process.argv.slice(2).find((word) => word !== '--once');
  if (unknown !== undefined) throw new Error(`the demo knows only --once, not «${unknown}»`);
  const settings = demoSettings(process.env);
  const log = createLog((line) => (process.env['SLUICE_DEBUG'] ? process.stderr.write(line) : undefined));
  const platform = await startPlatform({ settings, env: process.env, say: print, log, signal: stopped.signal });
  const context = {
    platform,
    root: import.meta.dirname,
    folder: join(settings.home, 'demo'),
    searchPath: process.env['PATH'] ?? '/usr/bin:/bin',
    say: print,
    signal: stopped.signal,
  };
  try {
    if (once) process.stdout.write(`${JSON.stringify(await demoOnce(context))}\n`);
    else await demoShow(context);
  } finally {
    await platform.shutdown(print);
  }
};

try {
  await main();
  process.exit(0);
} catch (error) {
  const fault = asFault(error);
  print(`✗ ${fault.code === 'bug' && error instanceof Error ? error.message : fault.message}`);
  if (fault.details.hint !== undefined) print(`→ ${fault.details.hint}`);
  process.exit(stopped.signal.aborted ? 130 : 1);
}
