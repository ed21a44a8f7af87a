import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppId, type Desired, Fault, startCommand } from '../../../core/index.ts';
import { ifThere, writeFileAtomic } from '../../../system/index.ts';
import type { Engine, RunResult } from '../../engine.ts';
import type { Context } from './context.ts';
import { exitCode, explainExit } from './explain-exit.ts';
import type { Kept } from './keeper/protocol.ts';
import { scratchFolder } from './launch.ts';
import { appLog } from './logs/files.ts';
import type { RunMeta } from './replica.ts';
import { replicaEnvironment } from './replica-environment.ts';

type RunOptions = Parameters<Engine['run']>[1];
type RunRecord = { readonly sluice: 1; readonly id: string; readonly process: string; readonly at: number; readonly result?: RunResult };

export const runsFolder = (folder: string, app: AppId): string => join(folder, 'runs', app);

/**
 * Runs a process once ever per id: a record is durable before it starts, so whoever comes again joins it, learns how it ended, or learns
 * that nobody can know. Aborted, a release phase goes on (its deploy may be rejoined; the next apply ends it), while a one-off ends with
 * who waited for it.
 */
export const runOnce = async (context: Context, desired: Desired, options: RunOptions, signal: AbortSignal): Promise<RunResult> => {
  const { keeper } = context;
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(options.id)) throw new Fault('process/invalid', `«${options.id}» can't be the id of a process.`);
  signal.throwIfAborted();
  const key = `${desired.app.id}.run.${options.id}`;
  const path = join(runsFolder(context.folder, desired.app.id), `${options.id}.json`);
  const before = await readRecord(path);
  if (before?.result !== undefined) return before.result;
  await keeper.connect();
  const tell = context.lines(key, options.output);
  try {
    if (before === undefined) await begin(context, { desired, options, key, path });
    tell(await keeper.change({ key }));
    const kept = await ended(context, key, options, signal);
    tell(kept);
    const result = resultOf(kept);
    await writeRecord(path, { ...recordOf(options, before?.at ?? context.now()), result });
    if (kept !== undefined) await keeper.forget(key);
    return result;
  } finally {
    context.silence(key);
  }
};

const begin = async (
  context: Context,
  { desired, options, key, path }: { readonly desired: Desired; readonly options: RunOptions; readonly key: string; readonly path: string },
): Promise<void> => {
  const { app, version, release, environment } = desired;
  if (release === undefined) throw new Fault('app/no-release', `App ${app.name} has no release yet, so nothing can run in it.`);
  const tree = context.trees.pathOf(release.slug.digest);
  const scratch = scratchFolder(context.folder);
  await mkdir(runsFolder(context.folder, app.id), { recursive: true, mode: 0o700 });
  await writeRecord(path, recordOf(options, context.now()));
  await context.keeper.start({
    key,
    meta: { kind: 'run', app: app.id, id: options.id, process: options.process, slug: release.slug.digest } satisfies RunMeta,
    ...startCommand({ tree, command: options.command }),
    cwd: tree,
    env: replicaEnvironment(context.baseEnvironment, environment, {
      app: app.name,
      name: options.process,
      version,
      tree,
      scratch,
      port: 0,
    }),
    scratch,
    log: { file: appLog(context.folder, app.id), process: options.process, version },
    restart: false,
    timeLimitMs: options.timeLimitMs,
    stream: true,
  });
};

/** Undefined: the keeper knows nothing of it (any more). */
const ended = async ({ keeper, limits }: Context, key: string, { process }: RunOptions, signal: AbortSignal): Promise<Kept | undefined> => {
  try {
    const { kept } = await keeper.until(key, (now) => (now === undefined || now.state === 'exited' ? { kept: now } : undefined), signal);
    return kept;
  } catch (error) {
    if (process !== 'release') await keeper.stop(key, limits.stopGraceMs);
    throw error;
  }
};

const resultOf = (kept: Kept | undefined): RunResult => {
  const exit = kept?.lastExit;
  if (kept === undefined || exit === undefined) {
    return { kind: 'unknown', reason: 'it was interrupted: how it ended was not seen' };
  }
  if (exit.timedOut) return { kind: 'timed-out', lastLines: kept.lastLines };
  const lastLines = exit.code === undefined ? [...kept.lastLines, `(${explainExit(exit)})`] : kept.lastLines;
  return { kind: 'exited', code: exitCode(exit), lastLines };
};

const recordOf = ({ id, process }: RunOptions, at: number): RunRecord => ({ sluice: 1, id, process, at });

const writeRecord = (path: string, record: RunRecord): Promise<void> =>
  writeFileAtomic(path, `${JSON.stringify(record)}\n`, { mode: 0o600 });

/** A record that can't be read says all the same that the process was started. */
const readRecord = async (path: string): Promise<Partial<RunRecord> | undefined> => {
  const text = await ifThere(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
};
