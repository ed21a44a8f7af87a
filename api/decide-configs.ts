import { Fault } from '../core/index.ts';
import type { SetConfigs, UnsetConfigs } from './schemas/configs.ts';

/** The variables a set request names: `configs`, or `key` and `value` as clients before 1.0 send them. */
export const decideSet = (body: SetConfigs): Readonly<Record<string, string>> => {
  if (body.configs !== undefined) return body.configs;
  if (body.key !== undefined && body.value !== undefined) return { [body.key]: body.value };
  throw new Fault('request/invalid', 'No variable is given.', { hint: 'Send {"configs": {"NAME": "value"}}.' });
};

/** The variables an unset request names, each once. */
export const decideUnset = (body: UnsetConfigs): readonly string[] => {
  const keys = new Set([...(body.keys ?? []), ...(body.key === undefined ? [] : [body.key])]);
  if (keys.size > 0) return [...keys];
  throw new Fault('request/invalid', 'No variable is named.', { hint: 'Send {"key": "NAME"} or {"keys": ["NAME"]}.' });
};
