import type { GitCredentials } from '../../core/index.ts';

/** Reads an Authorization header of scheme Basic (RFC 7617). Another scheme, or what can't be read, is no credentials at all. */
export const parseCredentials = (header: string | undefined): GitCredentials | undefined => {
  const [, encoded] = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), secret: text.slice(colon + 1) };
};
