import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFault } from '../core/index.ts';
import { writeFileAtomic } from '../system/index.ts';

type Listen = (port: number) => Promise<{ readonly port: number }>;

/**
 * Listens on the wanted port; for 0 on the one used before in this data folder, or, if that is taken, on any free one.
 * What was chosen is kept in `ports.json`.
 */
export const listenAgain = async ({
  home,
  wanted,
  listen,
}: {
  readonly home: string;
  readonly wanted: number;
  readonly listen: Listen;
}): Promise<number> => {
  const file = join(home, 'ports.json');
  const before = wanted === 0 ? await readPort(file) : wanted;
  const { port } = await listen(before).catch((error) => {
    if (wanted === 0 && before !== 0 && isFault(error, 'platform/port-taken')) return listen(0);
    throw error;
  });
  if (port !== (await readPort(file))) await writeFileAtomic(file, `${JSON.stringify({ server: port })}\n`);
  return port;
};

/** A file that is not there or not ours says nothing: 0. */
const readPort = async (file: string): Promise<number> => {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const match = /"server":\s*(\d{1,5})\b/.exec(text);
  return match === null || Number(match[1]) > 65_535 ? 0 : Number(match[1]);
};
