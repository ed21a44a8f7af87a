import { Fault } from '../core/index.ts';
import type { FastifyInstance } from './fastify.ts';

/**
 * Bodies as Gigalixir's clients send them: JSON on every verb, and an empty body under a JSON content type is `{}`.
 * `null` means absent, at every depth.
 */
export const addJsonBodies = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  // "*" takes a missing content type too. Bodies are read as text whatever they call themselves; JSON is all there is.
  server.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string | Buffer) => parseJsonBody(String(text)));
};

/** Throws `request/invalid`; never repeats the body, which may hold secrets. */
export const parseJsonBody = (text: string): unknown => {
  if (text.trim() === '') return {};
  try {
    return withoutNulls(JSON.parse(text));
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('request/invalid', "The body isn't JSON.", { hint: 'Send JSON, as {"replicas": 2}.' });
  }
};

const withoutNulls = (value: unknown, depth = 0): unknown => {
  if (depth > 50)
    throw new Fault('request/invalid', 'The body is nested more than 50 deep.', { hint: 'Send what GET /api/openapi.json says.' });
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => withoutNulls(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, item]) => {
    // It would set a prototype wherever such an object is copied by assignment.
    if (name === '__proto__') throw new Fault('request/invalid', '"__proto__" is no name to use.', { hint: 'Choose another name.' });
    return item !== null;
  });
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutNulls(item, depth + 1)]));
};
