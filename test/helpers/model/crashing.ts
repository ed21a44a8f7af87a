import type { RefUpdate } from '../../../core/index.ts';

/**
 * Stops the world after the n-th effect: that call and every later one never return, as if the process had been killed
 * when the effect was on disk and its answer was not. `prefix`: of the transaction that is the n-th effect only the
 * first so many refs move, since git renames them one by one.
 */
export type Crash = { readonly after: number; readonly prefix?: number };

export type Effects = {
  /** What happened, in order. `refs`: how many a move moves, 0 for what is no move. */
  readonly seen: () => readonly { readonly name: string; readonly refs: number }[];
  /** Resolves when the world has stopped. */
  readonly crashed: Promise<void>;
  readonly wrap: <Target extends object>(target: Target, effects: readonly (keyof Target & string)[]) => Target;
};

type Move = (app: unknown, updates: readonly RefUpdate[]) => Promise<boolean>;

export const createEffects = (crash?: Crash): Effects => {
  const seen: { name: string; refs: number }[] = [];
  const { promise: crashed, resolve: stop } = Promise.withResolvers<void>();
  let dead = false;
  const forever = new Promise<never>(() => {});
  const call = async (name: string, args: readonly unknown[], work: (...args: never[]) => unknown): Promise<unknown> => {
    if (dead) return await forever;
    const mine = seen.push({ name, refs: name === 'move' ? (args[1] as readonly RefUpdate[]).length : 0 });
    const last = crash !== undefined && mine === crash.after;
    if (last && name === 'move' && crash.prefix !== undefined) await partly(work as unknown as Move, args, crash.prefix);
    else {
      const value = await settle(() => work(...(args as never[])));
      if (dead) return await forever;
      if (!last) return unwrap(value);
    }
    dead = true;
    stop();
    return await forever;
  };
  return {
    seen: () => seen,
    crashed,
    wrap: (target, effects) =>
      new Proxy(target, {
        get: (object, name, receiver) => {
          const value = Reflect.get(object, name, receiver);
          if (typeof value !== 'function') return value;
          if ((effects as readonly string[]).includes(String(name)))
            return (...args: unknown[]) => call(String(name), args, value.bind(object));
          // What only reads is stopped too once the world is.
          return (...args: unknown[]) => (dead ? forever : value.apply(object, args));
        },
      }),
  };
};

const partly = async (move: Move, [app, updates]: readonly unknown[], prefix: number): Promise<void> => {
  for (const update of (updates as RefUpdate[]).slice(0, prefix)) await move(app, [update]);
};

type Settled = { readonly value: unknown } | { readonly error: unknown };
const settle = async (work: () => unknown): Promise<Settled> => {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
};
const unwrap = (settled: Settled): unknown => {
  if ('error' in settled) throw settled.error;
  return settled.value;
};
