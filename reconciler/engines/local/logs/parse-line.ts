export type ParsedLine = {
  readonly at: number;
  readonly process: string;
  readonly version?: number;
  readonly source?: 'build' | 'platform';
  readonly text: string;
};

/**
 * One line of a log file. What is not a line of ours (a torn write) comes back as its own text at the time `before`, so that nothing hides;
 * undefined for an empty line.
 */
export const parseLine = (json: string, before: number): ParsedLine | undefined => {
  if (json === '') return undefined;
  const value = parseObject(json);
  const at = value?.['at'];
  const text = value?.['text'];
  if (typeof at !== 'number' || !Number.isFinite(at) || typeof text !== 'string') return { at: before, process: 'log', text: json };
  const { process, version, source } = value as Record<string, unknown>;
  return {
    at,
    text,
    process: typeof process === 'string' ? process : 'log',
    ...(typeof version === 'number' ? { version } : {}),
    ...(source === 'build' || source === 'platform' ? { source } : {}),
  };
};

const parseObject = (json: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // shown as it is
  }
};
