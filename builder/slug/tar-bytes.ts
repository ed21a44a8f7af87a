import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../core/index.ts';
import type { TreeEntry } from '../tree/settle-tree.ts';
import { tarBlock, tarEntry, tarPadding } from './tar-entry.ts';

const blockBytes = 256 * 1024;

/**
 * The tar archive of a tree, in blocks of a fixed size: what a compressor makes of it then depends on the content alone.
 * Synchronous, since whoever takes the blocks waits between them and files just built are in memory.
 */
export function* tarBytes(tree: string, entries: readonly TreeEntry[]): Generator<Uint8Array> {
  let block = Buffer.alloc(blockBytes);
  let used = 0;
  for (const piece of pieces(tree, entries)) {
    for (let taken = 0; taken < piece.length; ) {
      const part = piece.subarray(taken, taken + blockBytes - used);
      block.set(part, used);
      used += part.length;
      taken += part.length;
      if (used < blockBytes) continue;
      yield block;
      block = Buffer.alloc(blockBytes);
      used = 0;
    }
  }
  if (used > 0) yield block.subarray(0, used);
}

function* pieces(tree: string, entries: readonly TreeEntry[]): Generator<Uint8Array> {
  for (const entry of entries) {
    yield tarEntry(entry);
    if (entry.kind !== 'file') continue;
    yield* content(join(tree, entry.path), entry.sizeBytes);
    yield tarPadding(entry.sizeBytes);
  }
  yield new Uint8Array(2 * tarBlock);
}

function* content(path: string, size: number): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).size !== size) throw changed(path);
    for (let read = 0; read < size; ) {
      const buffer = Buffer.allocUnsafe(Math.min(blockBytes, size - read));
      const count = readSync(file, buffer);
      if (count === 0) throw changed(path);
      read += count;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

const changed = (path: string): Fault =>
  new Fault('build/failed', `«${path}» changed while the slug was packed.`, {
    hint: 'Let the build end what it started, then push again.',
  });
