import type { Writable } from 'node:stream';
import { stripControl } from '../core/index.ts';
import type { Answer } from './command.ts';
import { formatTable } from './format-table.ts';
import type { Io } from './io.ts';
import { type Colour, createPaint, type Paint } from './paint.ts';
import { createStep, type Step } from './step.ts';

/**
 * Where a command speaks: data on standard output, the rest on standard error. Text from servers and apps loses its
 * control characters here, so no caller has to think of it.
 */
export type Output = {
  readonly json: boolean;
  readonly paint: Paint;
  /** One line of data. Resolves when it is written, so that a slow reader slows us. */
  readonly line: (text: string) => Promise<void>;
  /** Data in pieces: a start in colour, then the rest. */
  readonly labelled: (label: string, colour: Colour, text: string) => Promise<void>;
  /** One line of JSON on standard output. */
  readonly jsonLine: (value: unknown) => Promise<void>;
  /** A notice on standard error. */
  readonly note: (text: string) => void;
  /** Begins `text... ` on standard error; the step's end completes the line. */
  readonly step: (text: string) => Step;
  readonly answer: (answer: Answer) => Promise<void>;
};

export const createOutput = (io: Io, options: { readonly json: boolean; readonly colourless: boolean }): Output => {
  const paint = createPaint(io.stdout, io.env, { off: options.colourless });
  const onTerminal = io.stdout.isTTY === true;
  const line = (text: string) => write(io.stdout, `${stripControl(text)}\n`);
  const jsonLine = (value: unknown) => write(io.stdout, `${JSON.stringify(value)}\n`);
  const note = (text: string) => void io.stderr.write(`${stripControl(text)}\n`);
  const view = async ({ view }: Answer): Promise<void> => {
    if (view.kind === 'value') await write(io.stdout, `${onTerminal ? stripControl(view.value) : view.value}\n`);
    if (view.kind === 'lines') for (const text of view.lines) await line(text);
    if (view.kind === 'table') {
      if (view.rows.length === 0) return note(view.empty);
      const rows = onTerminal ? [view.head, ...view.rows] : view.rows;
      const [first = '', ...others] = formatTable(rows, onTerminal ? io.stdout.columns : undefined);
      await write(io.stdout, `${onTerminal ? paint('grey', first) : first}\n`);
      for (const text of others) await line(text);
    }
  };
  return {
    json: options.json,
    paint,
    line,
    labelled: (label, colour, text) => write(io.stdout, `${paint(colour, stripControl(label))}${stripControl(text)}\n`),
    jsonLine,
    note,
    step: (text) => createStep(io, stripControl(text), { colourless: options.colourless }),
    answer: async (answer) => {
      if (!options.json) return await view(answer);
      if (answer.json !== undefined) await write(io.stdout, `${JSON.stringify(answer.json, undefined, 2)}\n`);
    },
  };
};

const write = (stream: Writable, text: string): Promise<void> =>
  new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));
