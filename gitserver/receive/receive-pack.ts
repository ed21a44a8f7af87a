import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { GitChild, GitEnd, GitStart } from '../transport/driver/git-child.ts';
import { gitSettings, hooksFolder } from '../transport/driver/git-settings.ts';
import { relay } from '../transport/driver/relay.ts';
import { requireHooks } from './require-hooks.ts';
import { type JudgedPush, type ServeHooksDeps, serveHooks } from './serve-hooks.ts';

export type ReceivePackDeps = ServeHooksDeps & { readonly start: (start: GitStart) => Promise<GitChild> };

/** A push whose command list is read and not refused. `head`: the bytes read so far, handed to git as they came. */
export type IncomingPush = JudgedPush & {
  readonly packBytes: number;
  readonly landed: readonly string[];
  readonly head: readonly Buffer[];
  readonly body: Readable;
  readonly response: ServerResponse;
};

/**
 * Runs `git receive-pack` for one push and both its hooks. Aborted while git reads the pack: git ends. While the gate judges: the gate
 * is told, and the push refused. Later: nothing is stopped, what has been accepted goes on. `answer` tells the client how git ended;
 * resolves when git, gate and landing are over, which is before the answer, unless git had to be killed.
 */
export const receivePack = async (deps: ReceivePackDeps, incoming: IncomingPush, answer: (end: GitEnd) => void): Promise<void> => {
  const { path, signal, body } = incoming;
  await requireHooks(hooksFolder);
  const args = [...gitSettings(incoming), 'receive-pack', '--stateless-rpc', path];
  const child = await deps.start({ args, environment: deps.environment, descriptors: 6 });
  const hooks = serveHooks(deps, incoming, child);
  const abort = () => {
    if (hooks.isReading()) child.hangUp();
  };
  signal.addEventListener('abort', abort);
  body.once('error', abort);
  if (signal.aborted || body.errored) abort();
  relay(child, incoming);
  const end = await child.ended;
  signal.removeEventListener('abort', abort);
  if (end.ok) await hooks.over;
  answer(end);
  await hooks.over;
};
