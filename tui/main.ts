import { fileURLToPath } from 'node:url';
import type { Io } from './io.ts';
import { runCli } from './run-cli.ts';

// The one file that touches the process itself; everything below gets values.

const stop = new AbortController();
// Once: a second Ctrl-C finds the system's own behaviour again and ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// A closed pipe is reported by the write that meets it (run-cli.ts ends quietly); without a listener it would be thrown here too.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const io: Io = {
  env: process.env,
  cwd: process.cwd(),
  platform: process.platform,
  program: fileURLToPath(new URL('../bin/sluice', import.meta.url)),
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  now: Date.now,
};

process.exit(await runCli(process.argv.slice(2), io));
