import type { Oid } from '../../core/index.ts';

export type TreeEntry = { readonly mode: string; readonly name: string; readonly oid: Oid };

/** Reads a tree object. Throws on bytes that are none. */
export const parseTree = (content: Uint8Array): readonly TreeEntry[] => {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, at);
    if (space === -1 || zero < space || zero + 21 > bytes.length) throw new Error('not a tree object');
    const oid = bytes.toString('hex', zero + 1, zero + 21) as Oid;
    entries.push({ mode: bytes.toString('latin1', at, space), name: bytes.toString('utf8', space + 1, zero), oid });
    at = zero + 21;
  }
  return entries;
};

/** The bytes of a tree object, its entries in git's order (folders as if their name ended in "/"). */
export const formatTree = (entries: readonly TreeEntry[]): Buffer =>
  Buffer.concat(
    [...entries]
      .sort((one, other) => Buffer.compare(sortKey(one), sortKey(other)))
      .map(({ mode, name, oid }) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')])),
  );

const sortKey = ({ mode, name }: TreeEntry): Buffer => Buffer.from(mode === '40000' ? `${name}/` : name);
