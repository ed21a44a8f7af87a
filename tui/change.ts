import { setTimeout as delay } from 'node:timers/promises';
import { Fault, isFault } from '../core/index.ts';
import type { Answer, Context } from './command.ts';
import { number, object, optional, text } from './shape.ts';

/** What became of a change, as the API tells it beside `data`. */
export const changed = object({
  change: object({ kind: text, version: number, deploy: optional(text), commit: optional(text), summary: optional(text) }),
});
export type Changed = ReturnType<typeof changed>;

export type Wait = {
  readonly context: Context;
  readonly app: string;
  /** What is being done, as `Setting A on shop and restarting`. */
  readonly doing: string;
  /** Makes the change. With `again` it may be called once more when the connection broke: for calls the server knows by a key. */
  readonly call: () => Promise<Changed>;
  readonly again?: boolean;
};

/** Waits for a change with its step on standard error, and answers with what became of it. */
export const waitForChange = async ({ context, app, doing, call, again = false }: Wait): Promise<Answer> => {
  const step = context.output.step(doing);
  try {
    const { change } = await (again ? persistently(call, context.io.signal) : call());
    step.done(outcome(change));
    if (change.kind === 'accepted' && change.version > 0)
      context.output.note(`Not rolled out. To take it up: sluice ps:restart --app ${app}`);
    return { json: { app, ...change }, view: { kind: 'nothing' } };
  } catch (error) {
    const interrupted = context.io.signal.aborted;
    step.failed(interrupted ? 'no longer waiting' : 'failed');
    throw interrupted ? leftBehind(app) : maybeMade(error, app);
  }
};

const outcome = ({ kind, version }: Changed['change']): string => {
  if (kind === 'unchanged') return version === 0 ? 'unchanged' : `unchanged, v${version}`;
  if (version === 0) return 'done, for the first release';
  return kind === 'live' ? `live, v${version}` : `done, v${version}`;
};

/** What Ctrl-C says while a change is under way. */
export const leftBehind = (app: string): Fault =>
  new Fault('interrupted', 'No longer waiting. A change that has begun goes on at the server.', {
    hint: `Watch it: sluice deploys:watch --app ${app}   Stop it: sluice deploys:cancel --app ${app}`,
  });

/** A connection that broke while a change was being made leaves open whether it was. */
const maybeMade = (error: unknown, app: string): unknown =>
  isFault(error, 'platform/unreachable') && error.details.data?.['connected'] === true
    ? new Fault(error.code, `${error.message} The change may have been made all the same.`, {
        ...error.details,
        hint: `See what became of it: sluice deploys --app ${app}`,
      })
    : error;

/** Tries again for about ten seconds after a connection that broke, so that a restart of the server is survived. */
const persistently = async (call: () => Promise<Changed>, signal: AbortSignal): Promise<Changed> => {
  let broke: unknown;
  for (const waitMs of [0, 250, 500, 1000, 2000, 3000, 3000]) {
    await delay(waitMs, undefined, { signal });
    try {
      return await call();
    } catch (error) {
      const unreachable = isFault(error, 'platform/unreachable');
      if (!unreachable || (broke === undefined && error.details.data?.['connected'] !== true)) throw error;
      broke ??= error;
    }
  }
  throw broke;
};
