export type BasicCredentials = { readonly user: string; readonly password: string };

/** Reads `Authorization: Basic` (RFC 7617, UTF-8); undefined for anything else. */
export const parseBasic = (header: string | undefined): BasicCredentials | undefined => {
  const encoded = /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
};

/** Reads `Authorization: Bearer`. */
export const parseBearer = (header: string | undefined): string | undefined => /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];

/** Gigalixir's client percent-encodes both parts, on sign-in and nowhere else. Undefined where that doesn't decode. */
export const percentDecoded = ({ user, password }: BasicCredentials): BasicCredentials | undefined => {
  try {
    return { user: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};
