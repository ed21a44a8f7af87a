import { asFault, createLog, describeFault, Fault, faults } from './core/index.ts';
import { describeStop } from './describe-stop.ts';
import { startPlatform } from './platform.ts';
import { parseSettings } from './settings.ts';

// `npm start`: the platform alone. Ctrl-C stops all of it; SIGTERM (a service manager's restart) and SIGHUP (the terminal is
// gone) leave the apps running.
const print = (line: string) => process.stdout.write(`${line}\n`);

const fail = (error: unknown): void => {
  const fault = asFault(error);
  process.stderr.write(`${describeFault(fault).join('\n')}\n`);
  if (fault.code === 'bug') process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
};

const run = async (): Promise<number> => {
  const starting = new AbortController();
  const stop = Promise.withResolvers<'SIGINT' | 'SIGTERM'>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      starting.abort();
      stop.resolve(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
    });
  }
  const [word] = process.argv.slice(2);
  if (word !== undefined) {
    throw new Fault('usage/invalid', `The platform takes no arguments, such as «${word}».`, {
      hint: 'Its settings are environment variables; settings.ts lists them.',
    });
  }
  const log = createLog((line) => process.stderr.write(line));
  const platform = await startPlatform({
    settings: parseSettings(process.env),
    env: process.env,
    say: print,
    log,
    signal: starting.signal,
  });
  print(platform.ready);
  for (const line of platform.firstSteps) print(line);
  const signal = await stop.promise;
  if (signal === 'SIGTERM') await platform.stop();
  else await platform.shutdown(print);
  print(describeStop(signal));
  return 0;
};

const crash = (error: unknown): void => {
  fail(new Fault('bug', 'The platform met an error it did not expect and stops; apps keep serving. Start it again.', { cause: error }));
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(70);
};
// A terminal that is gone takes no more words; that must not end the server.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

try {
  process.exitCode = await run();
  process.exit();
} catch (error) {
  fail(error);
  process.exit(faults[asFault(error).code].exit);
}
