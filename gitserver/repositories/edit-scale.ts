import { Fault, type ProcessShape, type ReleaseFile, type Shape, shapeOf } from '../../core/index.ts';
import type { YamlEdit } from '../yaml.ts';
import { replicaRange, sizeRange } from './app-file.ts';
import { describeRange, isInRange } from './yaml-reader.ts';

export type ScaleChange = { readonly processType: string; readonly replicas?: number; readonly size?: number };

/** What a scale edit changes, without what is so already. Throws `process/invalid` for an unknown process type or a number out of range. */
export const decideScale = (
  shape: Shape,
  release: ReleaseFile | undefined,
  processes: Readonly<Record<string, { readonly replicas?: number; readonly size?: number }>>,
): readonly ScaleChange[] => {
  const known = knownTypes(shape, release);
  return Object.entries(processes).flatMap(([processType, wanted]) => {
    checkType(processType, known);
    checkNumbers(processType, wanted);
    const now = shapeOf(shape, processType);
    const change: ScaleChange = {
      processType,
      ...(wanted.replicas === undefined || wanted.replicas === now.replicas ? {} : { replicas: wanted.replicas }),
      ...(wanted.size === undefined || wanted.size === now.size ? {} : { size: wanted.size }),
    };
    return change.replicas === undefined && change.size === undefined ? [] : [change];
  });
};

/** The same as values to set in app.yaml. */
export const toYamlEdits = (changes: readonly ScaleChange[]): readonly YamlEdit[] =>
  changes.flatMap(({ processType, replicas, size }) => [
    ...(replicas === undefined ? [] : [{ path: ['processes', processType, 'replicas'], value: replicas }]),
    ...(size === undefined ? [] : [{ path: ['processes', processType, 'size'], value: size }]),
  ]);

/** Those of the release, and those app.yaml itself gives a command. Before the first slug: those app.yaml names, and web. */
const knownTypes = (shape: Shape, release: ReleaseFile | undefined): readonly string[] => {
  const named = Object.entries(shape.processes);
  const own = release === undefined ? named : named.filter(([, process]: [string, ProcessShape]) => process.command !== undefined);
  const types = new Set([...Object.keys(release?.processes ?? { web: '' }), ...own.map(([type]) => type)]);
  types.delete('release');
  return [...types];
};

const checkType = (processType: string, known: readonly string[]): void => {
  if (known.includes(processType)) return;
  const message =
    processType === 'release'
      ? '«release» runs once per deploy and has no replicas to scale.'
      : `There is no process type «${processType}».`;
  throw new Fault('process/invalid', message, { hint: `Process types of this app: ${known.join(', ') || 'none'}.` });
};

const checkNumbers = (processType: string, wanted: { readonly replicas?: number; readonly size?: number }): void => {
  if (wanted.replicas !== undefined && !isInRange(wanted.replicas, replicaRange)) {
    throw invalid(`${wanted.replicas} replicas of «${processType}» are not possible.`, describeRange(replicaRange));
  }
  if (wanted.size !== undefined && !isInRange(wanted.size, sizeRange)) {
    throw invalid(`Size ${wanted.size} of «${processType}» is not possible.`, describeRange(sizeRange));
  }
};

const invalid = (message: string, range: string): Fault => new Fault('process/invalid', message, { hint: `Give ${range}.` });
