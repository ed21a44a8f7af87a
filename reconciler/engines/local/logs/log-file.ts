import { type FileHandle, open } from 'node:fs/promises';
import { ifThere } from '../../../../system/index.ts';
import type { Position } from './cursor.ts';

export type RawLine = { readonly json: string; readonly position: Position };

const blockSize = 64 * 1024;

export type LogFile = ReturnType<typeof createLogFile>;

/** Reads one log and its rotated predecessor `<path>.1` line by line, from a position on, block by block. */
export const createLogFile = (path: string, from: Position | undefined) => {
  let position = from;
  let ready: RawLine[] = [];

  /** The whole lines that follow `position`, one block at most; none at the end. */
  const more = async (): Promise<RawLine[]> => {
    for (const step of await filesFrom(path, position)) {
      const lines = await readBlock(step);
      const last = lines.at(-1);
      if (last === undefined) continue;
      position = last.position;
      return lines;
    }
    return [];
  };

  return {
    /** Takes the next line. Undefined: nothing more for now. */
    next: async (): Promise<RawLine | undefined> => {
      if (ready.length === 0) ready = await more();
      return ready.shift();
    },
    /** Goes to where only the last `count` lines are left. No effect where there are fewer. */
    seekTail: async (count: number): Promise<void> => {
      position = undefined;
      let missing = count;
      for (const { file, path: at, size } of (await filesFrom(path, undefined)).reverse()) {
        const found = await tailOffset(at, size, missing);
        if (found.lines >= missing) {
          position = { file, offset: found.offset };
          return;
        }
        missing -= found.lines;
      }
    },
  };
};

type Step = { readonly path: string; readonly file: string; readonly offset: number; readonly size: number };

/** The files there are to read from a position on, oldest first. A position in neither is of a file that is gone: all of both is newer. */
const filesFrom = async (path: string, position: Position | undefined): Promise<Step[]> => {
  const steps: Step[] = [];
  for (const candidate of [`${path}.1`, path]) {
    const found = await identify(candidate);
    if (found !== undefined) steps.push({ path: candidate, offset: 0, ...found });
  }
  const index = steps.findIndex(({ file }) => file === position?.file);
  return position === undefined || index < 0
    ? steps
    : steps.slice(index).map((step, at) => (at === 0 ? { ...step, offset: position.offset } : step));
};

const withFile = async <Value>(path: string, use: (file: FileHandle) => Promise<Value>): Promise<Value | undefined> => {
  const file = await ifThere(open(path, 'r'));
  if (file === undefined) return undefined;
  try {
    return await use(file);
  } finally {
    await file.close();
  }
};

/** Inode and first time: unlike the name it stays when the file is rotated, unlike the inode alone it is not used again. */
const identify = (path: string): Promise<{ file: string; size: number } | undefined> =>
  withFile(path, async (file) => {
    const { ino, size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0);
    const first = /^\{"at":(\d{1,15})\D/.exec(buffer.toString('latin1', 0, bytesRead))?.[1] ?? '0';
    return { file: `${ino.toString(36)}_${Number(first).toString(36)}`, size };
  });

const readBlock = async ({ path, file, offset, size }: Step): Promise<RawLine[]> => {
  if (offset >= size) return [];
  for (let length = blockSize; ; length *= 4) {
    const block = (await withFile(path, (handle) => readAt(handle, offset, length))) ?? Buffer.alloc(0);
    const end = block.lastIndexOf(10);
    // A line longer than the block: a larger block. A last line without its end is still being written.
    if (end < 0 && block.length === length) continue;
    if (end < 0) return [];
    return split(block.subarray(0, end + 1), { file, offset });
  }
};

const readAt = async (handle: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
};

const split = (block: Buffer, { file, offset }: Position): RawLine[] => {
  const lines: RawLine[] = [];
  for (let begin = 0; begin < block.length; ) {
    const end = block.indexOf(10, begin);
    lines.push({ json: block.toString('utf8', begin, end), position: { file, offset: offset + end + 1 } });
    begin = end + 1;
  }
  return lines;
};

/** Where the last `count` lines of a file begin, or how many there are if fewer. */
const tailOffset = async (path: string, size: number, count: number): Promise<{ offset: number; lines: number }> => {
  const found = await withFile(path, async (handle) => {
    let lines = 0;
    for (let end = size; end > 0; end -= blockSize) {
      const begin = Math.max(0, end - blockSize);
      const block = await readAt(handle, begin, end - begin);
      for (let at = block.lastIndexOf(10); at >= 0; at = at === 0 ? -1 : block.lastIndexOf(10, at - 1)) {
        // The newline before the first wanted line is one more than the lines that end after it.
        if (lines === count) return { offset: begin + at + 1, lines: count };
        lines += 1;
      }
    }
    return { offset: 0, lines };
  });
  return found ?? { offset: 0, lines: 0 };
};
