import { parse } from 'yaml';
import { Fault } from '../core/index.ts';
import { type Processes, problemWithProcessType } from './process-type.ts';

/** Reads what a buildpack's `bin/release` printed. Only `default_process_types` counts; no output at all is fine. Throws `build/failed`. */
export const parseReleaseOutput = (buildpack: string, text: string): Processes => {
  const types = typesIn(buildpack, text);
  if (types === undefined || types === null) return {};
  if (typeof types !== 'object' || Array.isArray(types)) throw invalid(buildpack, 'default_process_types is not a mapping');
  for (const [name, command] of Object.entries(types)) {
    const problem = problemWithProcessType(name);
    if (problem !== undefined) throw invalid(buildpack, problem);
    if (typeof command !== 'string' || command.trim() === '') throw invalid(buildpack, `the command of "${name}" is not text`);
    if (/(?!\t)\p{Cc}/u.test(command.trim())) throw invalid(buildpack, `the command of "${name}" has a control character`);
  }
  return Object.fromEntries(Object.entries(types).map(([name, command]) => [name, String(command).trim()]));
};

const typesIn = (buildpack: string, text: string): unknown => {
  let release: unknown;
  try {
    release = parse(text, { logLevel: 'error', stringKeys: true, maxAliasCount: 10 });
  } catch (error) {
    throw invalid(buildpack, 'it is not YAML', error);
  }
  if (release === undefined || release === null || release === '') return undefined;
  if (typeof release !== 'object' || Array.isArray(release)) throw invalid(buildpack, 'it is not a YAML mapping');
  return (release as Readonly<Record<string, unknown>>)['default_process_types'];
};

const invalid = (buildpack: string, problem: string, cause?: unknown): Fault =>
  new Fault('build/failed', `bin/release of the buildpack «${buildpack}» printed something that can't be used: ${problem}.`, {
    hint: 'It must print YAML with default_process_types, from process type to command.',
    cause,
  });
