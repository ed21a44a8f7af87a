import type { HealthCheck, ProcessShape, Shape } from '../../core/index.ts';
import { editYaml, type Problem, readYaml, type YamlEdit, type YamlEntry, type YamlValue } from '../yaml.ts';
import { createReader, type Reader } from './yaml-reader.ts';

export const appFileName = 'app.yaml';
export const replicaRange = { from: 0, to: 100, step: 1 };
export const sizeRange = { from: 0.5, to: 16, step: 0.1 };
/** What a process type may be called, in a Procfile and here. */
const processTypePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** Reads app.yaml. Every problem is reported with its place; `shape` is there only when there is none. */
export const parseAppFile = (text: string): { readonly shape?: Shape; readonly problems: readonly Problem[] } => {
  const { value, problems } = readYaml(text, appFileName);
  if (value === undefined) return { problems };
  const reader = createReader();
  const top = reader.map(value, appFileName, ['sluice', 'processes', 'deploy-branch', 'restart', 'health']);
  readVersion(reader, value, top.get('sluice'));
  const processes = readProcesses(reader, top.get('processes'));
  const deployBranch = readBranch(reader, top.get('deploy-branch'));
  const restart = reader.text(top.get('restart'));
  const health = readHealth(reader, top.get('health'));
  if (reader.problems.length > 0) return { problems: reader.problems };
  const shape: Shape = {
    processes,
    ...(deployBranch === undefined ? {} : { deployBranch }),
    ...(restart === undefined ? {} : { restart }),
    ...(health === undefined ? {} : { health }),
  };
  return { shape, problems: [] };
};

/** `app.yaml` with values set; its author's comments and order stay. */
export const editAppFile = (text: string, edits: readonly YamlEdit[]): string => editYaml(text, edits);

/** Complains unless the file's first key is `sluice: 1`, the version of the format. */
export const readVersion = (reader: Reader, file: YamlValue, entry: YamlEntry | undefined): void => {
  if (entry === undefined || file.kind !== 'map' || file.entries[0] !== entry) {
    reader.complain(file.at, 'it must begin with «sluice: 1», the version of its format');
  } else if (entry.value.kind !== 'scalar' || entry.value.value !== 1) {
    reader.complain(entry.value.at, 'this version of the platform reads format 1 («sluice: 1»)');
  }
};

const readProcesses = (reader: Reader, entry: YamlEntry | undefined): Record<string, ProcessShape> =>
  Object.fromEntries(
    [...reader.map(entry?.value, '«processes»').values()].map((process) => {
      if (!processTypePattern.test(process.key)) {
        reader.complain(process.at, `«${process.key}» can't be a process type: use letters, digits, "-" and "_"`);
      }
      const parts = reader.map(process.value, `«${process.key}»`, ['replicas', 'size', 'command']);
      const command = reader.text(parts.get('command'));
      if (command?.trim() === '' || command?.includes('\0'))
        reader.complain(parts.get('command')?.value.at ?? process.at, `the command of «${process.key}» is empty`);
      return [
        process.key,
        {
          replicas: reader.number(parts.get('replicas'), replicaRange) ?? (process.key === 'web' ? 1 : 0),
          size: reader.number(parts.get('size'), sizeRange) ?? 0.5,
          ...(command === undefined ? {} : { command }),
        },
      ];
    }),
  );

const readBranch = (reader: Reader, entry: YamlEntry | undefined): string | undefined => {
  const branch = reader.text(entry);
  if (entry !== undefined && branch !== undefined && !isBranchName(branch)) {
    reader.complain(entry.value.at, `«${branch}» can't be the name of a branch`);
  }
  return branch;
};

/** The rules of git-check-ref-format that matter for a branch. */
const isBranchName = (name: string): boolean =>
  /^[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}$/.test(name) && !/\.\.|\/\/|\/\.|\/$|\.$|\.lock(\/|$)/.test(name);

const readHealth = (reader: Reader, entry: YamlEntry | undefined): HealthCheck | undefined => {
  if (entry === undefined) return undefined;
  const parts = reader.map(entry.value, '«health»', ['path', 'timeout']);
  const path = reader.text(parts.get('path'));
  if (path !== undefined && !/^\/[!-~]{0,1023}$/.test(path)) {
    reader.complain(parts.get('path')?.value.at ?? entry.at, 'the path of «health» must begin with "/" and hold no spaces');
  }
  const timeoutSeconds = reader.number(parts.get('timeout'), { from: 1, to: 3600, step: 1 });
  return { ...(path === undefined ? {} : { path }), ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
};
