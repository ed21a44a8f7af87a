import { join } from 'node:path';
import { asFault, createLog, describeFault, Fault, faults } from './core/index.ts';
import { demoOnce } from './demo/once.ts';
import { demoShow } from './demo/show.ts';
import { startPlatform } from './platform.ts';
import { parseSettings } from './settings.ts';

// `npm run demo`: the platform with a demo account and a first push, for a person; `-- --once` for a script.
const once = process.argv.slice(2).includes('--once');
const print = (line: string) => process.stderr.write(`${line}\n`);
const stopped = new AbortController();
// A terminal that is gone takes no more words; that must not keep us from stopping what we started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort(signal));

const demoSettings = (env: NodeJS.ProcessEnv) => {
  const settings = parseSettings({ SLUICE_PORT: '0', SLUICE_ROUTER_PORT: '0', ...env });
  return env['SLUICE_HOME'] ? settings : { ...settings, home: `${settings.home}-demo` };
};

const main = async (): Promise<void> => {
  const unknown = process.argv.slice(2).find((word) => word !== '--once');
  if (unknown !== undefined)
    throw new Fault('usage/invalid', `The demo knows --once and nothing else, not «${unknown}».`, {
      hint: 'Type: npm run demo, or npm run -s demo -- --once',
    });
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
    print('Everything has stopped.');
  }
};

try {
  await main();
  process.exit(0);
} catch (error) {
  if (stopped.signal.aborted) process.exit(130);
  const fault = asFault(error);
  for (const line of describeFault(fault)) print(line);
  if (fault.code === 'bug' && error instanceof Error) print(String(error.stack));
  process.exit(faults[fault.code].exit);
}
