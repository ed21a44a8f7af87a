import type { TObject } from './typebox.ts';

/**
 * Query parameters as their schema's types: numbers, and `True` or `False` in any case, as Gigalixir's client writes them.
 * What doesn't convert stays text, for the schema to refuse. Empty means absent; of several the last counts.
 */
export const convertQuery = (query: Readonly<Record<string, unknown>>, schema: TObject | undefined): Record<string, unknown> => {
  const converted: Record<string, unknown> = {};
  for (const [name, { type }] of Object.entries((schema?.properties ?? {}) as Record<string, { type?: string }>)) {
    const given = query[name];
    const text = Array.isArray(given) ? given.at(-1) : given;
    if (typeof text === 'string' && text !== '') converted[name] = convert(text, type);
  }
  return converted;
};

const convert = (text: string, type: string | undefined): unknown => {
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  if (type === 'integer' && /^[0-9]{1,15}$/.test(text)) return Number(text);
  return text;
};
