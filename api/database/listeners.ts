export type Listeners<Value> = {
  /** Returns what takes the listener away again. */
  readonly add: (listener: (value: Value) => void) => () => void;
  readonly call: (value: Value) => void;
};

/** Functions to call when something has happened, in this process. */
export const createListeners = <Value>(): Listeners<Value> => {
  const listeners = new Set<(value: Value) => void>();
  return {
    add: (listener) => {
      const own = (value: Value) => listener(value);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    call: (value) => {
      for (const listener of listeners) listener(value);
    },
  };
};
