import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkEnvironment } from './check/environment.ts';
import { runAll } from './check/run-all.ts';
import { listSteps } from './check/steps.ts';

/**
 * `npm test [-- STEP...]`: every check of the project, quickest first, with an empty home of its own. The last line is
 * `N passed, N failed, N skipped`; exits 1 where something failed or nothing ran, 130 where it was interrupted.
 */
const root = join(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const check = async (home: string, signal: AbortSignal) => {
  const env = await checkEnvironment({ env: process.env, home, root, say, signal });
  if (env === undefined) return { passed: 0, failed: 1, skipped: [] };
  const wanted = process.argv.slice(2);
  const steps = (await listSteps(root)).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  return runAll({ steps, root, env, say, signal });
};

const person = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => person.abort());
const home = await mkdtemp(join(tmpdir(), 'sl-home-'));
try {
  const { passed, failed, skipped } = await check(home, person.signal);
  say(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  process.exitCode = person.signal.aborted ? 130 : failed > 0 || passed === 0 ? 1 : 0;
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
