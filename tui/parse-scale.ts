import { Fault } from '../core/index.ts';

/** Reads `web=3`, `worker=2:1.0`, `web=:0.5`. Throws `usage/invalid`. Which types and sizes there are, the server decides. */
export const parseScale = (words: readonly string[]): Readonly<Record<string, { replicas?: number; size?: number }>> => {
  const pairs = words.map(parseOne);
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Fault('usage/invalid', `${twice} is given twice.`, { hint: 'Give each process type once.' });
  return Object.fromEntries(pairs);
};

const parseOne = (word: string): [string, { replicas?: number; size?: number }] => {
  const [, name, count = '', size] = /^([A-Za-z0-9_-]+)=(\d{1,6})?(?::(\d{1,4}(?:\.\d{1,2})?))?$/.exec(word) ?? [];
  if (name === undefined || (count === '' && size === undefined)) {
    throw new Fault('usage/invalid', `«${word}» is not a scale.`, { hint: 'Write it like web=3, web=3:1.0 or web=:1.0' });
  }
  return [name, { ...(count === '' ? {} : { replicas: Number(count) }), ...(size === undefined ? {} : { size: Number(size) }) }];
};
