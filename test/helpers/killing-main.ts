import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../core/index.ts';
import { startPlatform } from '../../platform.ts';
import type { ReconcilerDeps } from '../../reconciler/index.ts';
import { parseSettings } from '../../settings.ts';

// main.ts with a trap: after SIGUSR2 effects of the protocol are counted, and after the n-th (a number in the file
// `kill-after` of the data folder) the process kills itself with -9, as hard as a power cut could.
const settings = parseSettings(process.env);
const file = join(settings.home, 'kill-after');
let left: number | undefined;

process.on('SIGUSR2', () => {
  left = Number(readFileSync(file, 'utf8'));
  rmSync(file);
});

const counting = <Target extends object>(target: Target, effects: readonly string[]): Target =>
  new Proxy(target, {
    get: (object, name, receiver) => {
      const value = Reflect.get(object, name, receiver);
      if (typeof value !== 'function' || !effects.includes(String(name))) return value;
      return async (...args: unknown[]) => {
        const result = await value.apply(object, args);
        if (left !== undefined && --left === 0) {
          appendFileSync(join(settings.home, 'killed-after'), `${String(name)}\n`);
          process.kill(process.pid, 'SIGKILL');
          await new Promise(() => {});
        }
        return result;
      };
    },
  });

const wrap = (deps: ReconcilerDeps): ReconcilerDeps => ({
  ...deps,
  repositories: counting(deps.repositories, ['move', 'make', 'journal']),
  engine: counting(deps.engine, ['ensure', 'prepare', 'apply', 'run']),
  slugs: counting(deps.slugs, ['lease']),
  records: counting(deps.records, ['saveDeploy', 'append']),
});

const platform = await startPlatform({
  settings,
  env: process.env,
  say: () => {},
  log: createLog((line) => process.stderr.write(line)),
  signal: new AbortController().signal,
  wrap,
});
process.on('SIGINT', async () => {
  await platform.shutdown(() => {});
  process.exit(0);
});
await platform.recovered;
process.stdout.write(`${platform.ready}\n`);
