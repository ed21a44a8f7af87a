import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { Fault } from '../../core/index.ts';

/**
 * Writes one entry of a zip archive (a wheel is one) to a new file. Reads what Python writes: stored or deflated, below 4 GB.
 * Layout: APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. Throws `sops/missing` on anything else; the caller checks the digest.
 */
export const unzipOne = async (wish: { readonly archive: string; readonly entry: string; readonly to: string }): Promise<void> => {
  const file = await open(wish.archive, 'r');
  try {
    const { method, start, packedBytes } = await locate(file, wish.entry);
    const source = packedBytes === 0 ? PassThrough.from([]) : createReadStream(wish.archive, { start, end: start + packedBytes - 1 });
    const unpack = method === deflated ? createInflateRaw() : new PassThrough();
    await pipeline(source, unpack, createWriteStream(wish.to, { flags: 'wx' }));
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (error instanceof RangeError || String(code).startsWith('Z_')) throw broken('is damaged', error);
    throw error;
  } finally {
    await file.close();
  }
};

type Entry = { readonly method: number; readonly start: number; readonly packedBytes: number };
const stored = 0;
const deflated = 8;

const locate = async (file: FileHandle, wanted: string): Promise<Entry> => {
  const directory = await readDirectory(file);
  for (let at = 0; at < directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
    if (name === wanted) {
      const method = directory.readUInt16LE(at + 10);
      if (method !== stored && method !== deflated) throw broken(`packs «${wanted}» in a way that isn't read here`);
      return { method, packedBytes: directory.readUInt32LE(at + 20), start: await startOf(file, directory.readUInt32LE(at + 42)) };
    }
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  throw broken(`holds no «${wanted}»`);
};

/** The central directory; its place is told by the record at the very end, before a comment of up to 64 kB. */
const readDirectory = async (file: FileHandle): Promise<Buffer> => {
  const { size } = await file.stat();
  const tail = await readAt(file, { start: Math.max(0, size - 65_557), sizeBytes: Math.min(size, 65_557) });
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (at < 0 || at + 22 > tail.length) throw broken('is not a zip archive');
  return readAt(file, { start: tail.readUInt32LE(at + 16), sizeBytes: Math.min(size, tail.readUInt32LE(at + 12)) });
};

/** Where the bytes of an entry begin: its local header repeats the name, and its extra field may have another length. */
const startOf = async (file: FileHandle, header: number): Promise<number> => {
  const local = await readAt(file, { start: header, sizeBytes: 30 });
  if (local.readUInt32LE(0) !== 0x04034b50) throw broken('is damaged');
  return header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
};

const readAt = async (file: FileHandle, { start, sizeBytes }: { readonly start: number; readonly sizeBytes: number }): Promise<Buffer> => {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(sizeBytes), 0, sizeBytes, start);
  return buffer.subarray(0, bytesRead);
};

const broken = (what: string, cause?: unknown): Fault => new Fault('sops/missing', `the wheel ${what}`, { cause });
