import { Fault, type Place } from '../../core/index.ts';
import type { Problem } from '../yaml.ts';

/** `config/unreadable` for a file with problems: the first as its message and place, all of them below. */
export const unreadable = (file: string, problems: readonly Problem[]): Fault => {
  const first = problems[0];
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new Fault('config/unreadable', `${file} can't be read: ${first?.message ?? 'it has problems'}${rest}.`, {
    hint: `Correct ${file} in the config repository, or roll back to a release before it changed.`,
    ...(first === undefined ? {} : { at: first.at }),
    ...(problems.length > 1 ? { lastLines: problems.map(describe) } : {}),
  });
};

const describe = ({ at, message }: { readonly at: Place; readonly message: string }): string =>
  `${at.file}:${at.line}:${at.column}: ${message}`;
