import { stripControl } from '../core/index.ts';
import type { Io } from './io.ts';
import { createPaint } from './paint.ts';

/** One thing the person waits for, on one line of standard error: `Setting A on shop... live, v13 (1.2 s)`. */
export type Step = {
  /** Ends the line with the outcome and the time it took. */
  readonly done: (outcome: string) => void;
  /** Ends the line with `failed`, `interrupted`. No time. */
  readonly failed: (outcome: string) => void;
};

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Elsewhere than on a terminal nothing moves: the text, then the outcome. */
export const createStep = (io: Io, text: string, options: { readonly colourless: boolean }): Step => {
  const paint = createPaint(io.stderr, io.env, { off: options.colourless });
  const moving = io.stderr.isTTY === true && io.env['TERM'] !== 'dumb';
  const start = io.now();
  const seconds = () => ((io.now() - start) / 1000).toFixed(1);
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    io.stderr.write(`\r\u001b[2K${text}... ${frames[frame]} ${seconds()} s`);
  };
  io.stderr.write(`${text}... `);
  const timer = moving ? setInterval(draw, 100) : undefined;
  const end = (outcome: string) => {
    clearInterval(timer);
    io.stderr.write(`${moving ? `\r\u001b[2K${text}... ` : ''}${outcome}\n`);
  };
  return {
    done: (outcome) => end(`${paint('green', stripControl(outcome))} (${seconds()} s)`),
    failed: (outcome) => end(paint('red', stripControl(outcome))),
  };
};
