/** Which call fails, how often (default: always), and with what. */
export type Failure<Target> = { readonly on: keyof Target & string; readonly times?: number; readonly with: unknown };

/** `target`, one method of which throws its first `times` calls instead of doing anything. */
export const failing = <Target extends object>(
  target: Target,
  { on, times = Number.POSITIVE_INFINITY, with: fault }: Failure<Target>,
): Target => {
  let left = times;
  return replacing(target, on, (real) => async (...args) => {
    if (left-- > 0) throw fault;
    return await real(...args);
  });
};

type Call = (...args: readonly unknown[]) => unknown;

/** `target` with another method in the place of one of its own. */
export const replacing = <Target extends object>(target: Target, name: keyof Target & string, replace: (real: Call) => Call): Target => {
  const replaced = replace((Reflect.get(target, name) as Call).bind(target));
  return new Proxy(target, { get: (object, key) => (key === name ? replaced : Reflect.get(object, key)) });
};
