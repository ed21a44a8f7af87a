import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Fault } from '../core/index.ts';
import type { Io } from './io.ts';
import { readInput } from './read-input.ts';

/**
 * Asks one line on the terminal, on standard error. `hidden` doesn't show what is typed. Without a terminal it never waits but
 * throws `usage/invalid` with `otherwise`, the way that needs no prompt.
 */
export const ask = async (io: Io, question: string, options: { readonly hidden: boolean; readonly otherwise: string }): Promise<string> => {
  if (!canAsk(io)) throw new Fault('usage/invalid', `${question}: there is no terminal to ask on.`, { hint: options.otherwise });
  const answer = await readAnswer(io, `${question}: `, options);
  if (options.hidden) io.stderr.write('\n');
  return answer;
};

// Input and the place of prompts are terminals.
const canAsk = (io: Io): boolean => io.stdin.isTTY === true && io.stderr.isTTY === true;

const readAnswer = (io: Io, prompt: string, { hidden }: { readonly hidden: boolean }): Promise<string> =>
  new Promise((resolve, reject) => {
    const echo = new Writable({
      write: (bytes, _encoding, done) => {
        if (!hidden) io.stderr.write(bytes);
        done();
      },
    });
    if (hidden) io.stderr.write(prompt);
    const reader = createInterface({ input: io.stdin, output: echo, terminal: true, historySize: 0 });
    const stop = (settle: () => void) => {
      io.signal.removeEventListener('abort', interrupt);
      // Only our own listener: readline's own must run, or it would go on echoing what is typed at the next question.
      reader.off('close', ended);
      reader.close();
      settle();
    };
    const interrupt = () => stop(() => reject(new Fault('interrupted', 'Interrupted; nothing was sent.')));
    const ended = () => stop(() => reject(new Fault('usage/invalid', 'The input ended before an answer was typed.')));
    io.signal.addEventListener('abort', interrupt);
    reader.on('SIGINT', () => {
      io.stderr.write('\n');
      interrupt();
    });
    reader.on('close', ended);
    reader.question(hidden ? '' : prompt, (answer) => stop(() => resolve(answer)));
  });

/** A secret: typed unseen on a terminal, else all of standard input without its last line end. */
export const readSecret = async (io: Io, question: string): Promise<string> =>
  io.stdin.isTTY === true
    ? await ask(io, question, { hidden: true, otherwise: 'Give it on standard input.' })
    : await readInput(io, question);
