import { replacing } from './failing.ts';

export type Held<Target> = {
  readonly target: Target;
  /** Resolves when a call has come. */
  readonly reached: Promise<void>;
  /** Lets it, and every later one, go on. */
  readonly release: () => void;
};

/** `target`, one method of which waits until it is released. `before`: it waits before it has done its work, else after. `when`: only for such calls. */
export const holding = <Target extends object>(
  target: Target,
  { on, side, when = () => true }: { on: keyof Target & string; side: 'before' | 'after'; when?: (...args: readonly never[]) => boolean },
): Held<Target> => {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const wait = async () => {
    reached.resolve();
    await released.promise;
  };
  return {
    reached: reached.promise,
    release: released.resolve,
    target: replacing(target, on, (real) => async (...args) => {
      const held = when(...(args as readonly never[]));
      if (held && side === 'before') await wait();
      const value = await real(...args);
      if (held && side === 'after') await wait();
      return value;
    }),
  };
};
