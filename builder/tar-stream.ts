import { extract } from 'tar-stream';

export type TarEntry = {
  readonly name: string;
  readonly type: string;
  readonly executable: boolean;
  readonly target: string;
  readonly sizeBytes: number;
  /** Must be read to its end before the next entry comes. */
  readonly content: AsyncIterable<Uint8Array>;
};

/** Reads a tar archive entry by entry. Throws on a damaged or cut one, and whatever `bytes` throws. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void> {
  const archive = extract();
  // Its own iterator reports every failure; without a listener a late one would end the process.
  archive.on('error', () => {});
  const fed = feed(bytes, archive).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const source of archive) {
      const { name, type, mode, linkname, size } = source.header;
      yield {
        name,
        type,
        executable: (mode & 0o100) !== 0,
        target: linkname ?? '',
        sizeBytes: size,
        content: source as unknown as AsyncIterable<Uint8Array>,
      };
    }
  } finally {
    archive.destroy();
    await fed;
  }
}

const feed = async (bytes: AsyncIterable<Uint8Array>, archive: ReturnType<typeof extract>): Promise<void> => {
  for await (const chunk of bytes) {
    if (archive.destroyed) return;
    if (!archive.write(chunk)) await drainedOrClosed(archive);
  }
  archive.end(undefined);
};

const drainedOrClosed = (archive: ReturnType<typeof extract>): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      archive.off('drain', done);
      archive.off('close', done);
      resolve();
    };
    archive.on('drain', done);
    archive.on('close', done);
  });
