import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault } from '../core/index.ts';
import type { Io } from './io.ts';
import { decodeValue, readInput } from './read-input.ts';

/**
 * Reads `NAME=VALUE` words; `NAME=@FILE` and `NAME=-` (once) fetch the value. Whether a name is allowed, the server decides.
 * Throws `usage/invalid`, never with a value in it.
 */
export const parseAssignments = async (words: readonly string[], io: Io): Promise<Readonly<Record<string, string>>> => {
  const pairs = words.map(split);
  const twice = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) throw new Fault('usage/invalid', `${twice[0]} is given twice.`, { hint: 'Give each variable once.' });
  if (pairs.filter(([, value]) => value === '-').length > 1) {
    throw new Fault('usage/invalid', 'Only one variable can be read from standard input.', {
      hint: 'Use a file for the others: NAME=@FILE',
    });
  }
  const values: [string, string][] = [];
  for (const [name, value] of pairs) values.push([name, await fetchValue(value, name, io)]);
  return Object.fromEntries(values);
};

const split = (word: string, index: number): [string, string] => {
  const at = word.indexOf('=');
  // The word may be a bare secret, so it isn't shown.
  if (at < 1) throw new Fault('usage/invalid', `Word ${index + 1} is not NAME=VALUE.`, { hint: 'Write it like LOG_LEVEL=debug' });
  return [word.slice(0, at), word.slice(at + 1)];
};

const fetchValue = async (value: string, name: string, io: Io): Promise<string> => {
  if (value === '-') return await readInput(io, `The value of ${name}`);
  if (value.startsWith('@@')) return value.slice(1);
  if (!value.startsWith('@')) return value;
  const path = resolve(io.cwd, value.slice(1));
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it is not readable';
    throw new Fault('usage/invalid', `The value of ${name} can't be read from ${path}: ${reason}.`, {
      hint: `Name another file, or write ${name}=@@... for a value that begins with @`,
      cause,
    });
  }
  return decodeValue(bytes, `The value of ${name}`);
};
