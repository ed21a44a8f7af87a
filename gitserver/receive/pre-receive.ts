import type { Duplex, Readable } from 'node:stream';
import type { Progress, RefCommand } from '../../core/index.ts';
import { parseCommand } from './command-list.ts';
import type { ObjectFolders } from './export-tree.ts';
import { createHookOutput } from './hook-output.ts';

/** What hooks/pre-receive tells: where the quarantined objects are (nowhere in a push that only deletes), and the refs git hasn't refused itself. */
export type PreReceive = { readonly objects: ObjectFolders | undefined; readonly commands: readonly RefCommand[] };

/** Descriptors 3, 4 and 5. */
export type PreReceiveDescriptors = { readonly asked: Duplex; readonly lines: Duplex; readonly verdict: Duplex };

/**
 * The server's half of hooks/pre-receive. `judge` reads the question and answers true to let the push in, and prints the reason otherwise; it must not reject.
 * Resolves when the verdict is given, or when git ended without running the hook.
 */
export const answerPreReceive = async (
  { asked, lines, verdict }: PreReceiveDescriptors,
  judge: (question: string, output: Progress) => Promise<boolean>,
): Promise<void> => {
  for (const stream of [lines, verdict]) stream.resume();
  const output = createHookOutput(lines);
  let isAccepted = false;
  try {
    const text = await readQuestion(asked);
    if (text !== undefined) isAccepted = await judge(text, output.line);
  } finally {
    output.end();
    verdict.end(isAccepted ? 'accept\n' : 'refuse\n');
  }
};

/** All up to the empty line that ends it. Undefined when the hook went away before. */
const readQuestion = (asked: Readable): Promise<string | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let tail = '';
    asked.once('close', () => resolve(undefined));
    asked.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      tail = (tail + chunk.toString('latin1')).slice(-2);
      if (tail === '\n\n') resolve(Buffer.concat(chunks).toString('utf8'));
    });
  });

/** Throws for anything the hook wouldn't write. */
export const parsePreReceive = (text: string): PreReceive => {
  const matched = /^objects (.*)\nalternates (.*)\n((?:.+\n)*)\n$/.exec(text);
  const [, directory, alternates, commands] = matched ?? [];
  if (directory === undefined || alternates === undefined || commands === undefined)
    throw new Error('the pre-receive hook said something else');
  return {
    objects: directory === '' ? undefined : { directory, alternates },
    commands: commands.split('\n').filter(Boolean).map(parseCommand),
  };
};
