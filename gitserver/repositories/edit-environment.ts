import { type Environment, Fault } from '../../core/index.ts';
import type { EnvironmentChange } from '../sops/run.ts';
import { problemWithName } from './env-file.ts';

const longestValueBytes = 120 * 1024;
const longestEnvironmentBytes = 512 * 1024;

/**
 * What an env edit changes on `before`, without what is so already. Throws `config/invalid-name`, `config/too-large`,
 * `config/not-found` (unset of an absent name), `request/invalid` (a value no environment can hold).
 */
export const decideEnvironmentChange = (
  before: Environment,
  edit: { readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] },
): EnvironmentChange => {
  for (const [name, value] of Object.entries(edit.set)) checkVariable(name, value);
  const unset = [...new Set(edit.unset)];
  for (const name of unset) {
    if (Object.hasOwn(edit.set, name)) {
      throw new Fault('request/invalid', `«${name}» is both set and unset.`, { hint: 'Leave one of the two out.' });
    }
    if (!Object.hasOwn(before, name)) {
      throw new Fault('config/not-found', `There is no config var «${name}».`, { hint: 'List the names with: sluice config' });
    }
  }
  const set = Object.fromEntries(
    Object.entries(edit.set).filter(([name, value]) => !Object.hasOwn(before, name) || before[name] !== value),
  );
  const change = { set, unset };
  checkTotal(before, change);
  return change;
};

/** The change that turns one environment into another. */
export const differenceOf = (before: Environment, after: Environment): EnvironmentChange => ({
  set: Object.fromEntries(Object.entries(after).filter(([name, value]) => !Object.hasOwn(before, name) || before[name] !== value)),
  unset: Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
});

const checkVariable = (name: string, value: string): void => {
  const problem = problemWithName(name);
  if (problem !== undefined) {
    throw new Fault('config/invalid-name', `«${name}» can't be a config var: ${problem}.`, { hint: 'Choose another name.' });
  }
  if (value.includes('\0') || !value.isWellFormed()) {
    throw new Fault('request/invalid', `The value of «${name}» is not text: it holds a NUL or a broken character.`, {
      hint: 'Encode it (base64), and decode it in the app.',
    });
  }
  const bytes = Buffer.byteLength(value);
  if (bytes > longestValueBytes) {
    throw tooLarge(`The value of «${name}» has ${bytes} bytes; ${longestValueBytes} (120 KiB) are allowed.`);
  }
};

const checkTotal = (before: Environment, change: EnvironmentChange): void => {
  const sizes = new Map(Object.entries(before).map(([name, value]) => [name, sizeOf(name, value)]));
  for (const name of change.unset) sizes.delete(name);
  for (const [name, value] of Object.entries(change.set)) sizes.set(name, sizeOf(name, value));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (bytes > longestEnvironmentBytes) {
    throw tooLarge(`All config vars together would have ${bytes} bytes; ${longestEnvironmentBytes} (512 KiB) are allowed.`);
  }
};

const sizeOf = (name: string, value: string): number => Buffer.byteLength(name) + Buffer.byteLength(value);

const tooLarge = (message: string): Fault =>
  new Fault('config/too-large', message, { hint: 'Keep large data in a file or a store, and its address in the config var.' });
