import { type Command, globalFlags } from '../command.ts';

/** Every flag, long and short, after which a value stands: the word after it is no command. */
export const takingValue = (table: readonly Command[]): readonly string[] => {
  const flags = [...globalFlags, ...table.flatMap((command) => command.flags)].filter((flag) => flag.value !== undefined);
  return [...new Set(flags.flatMap(({ name, short }) => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]))];
};
