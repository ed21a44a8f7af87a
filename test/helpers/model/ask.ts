import { type ChangeOptions, type ChangeRequest, type ChangeResult, type Fault, isFault } from '../../../core/index.ts';
import { app, by, type Life } from './world.ts';

export type Asked = {
  readonly result: Promise<ChangeResult>;
  /** What it has said so far. */
  readonly lines: readonly string[];
};

/** Asks for a change as the API does. */
export const ask = (life: Life, request: ChangeRequest, options: Partial<ChangeOptions> = {}): Asked => {
  const lines: string[] = [];
  const whole = { by, rollOut: true, signal: new AbortController().signal, ...options };
  return { lines, result: life.reconciler.control.change(app, request, whole, (line) => void lines.push(line)) };
};

export const setting = (name: string, value: string): ChangeRequest => ({ kind: 'env', set: { [name]: value }, unset: [] });

/** The fault something ends with; an error where it does not fail. */
export const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    (value) => new Error(`it did not fail: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (isFault(error)) return error;
  throw error;
};
