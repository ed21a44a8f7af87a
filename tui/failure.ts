import { Fault, faults, stripControl } from '../core/index.ts';
import type { Paint } from './paint.ts';

/** The one error body of the HTTP API, which `--json` prints for every failure. */
export type ErrorBody = { readonly errors: Readonly<Record<string, readonly string[]>>; readonly code: string; readonly hint?: string };

/** A failure the server answered with. `body` is what it sent, also where its code is newer than this client. */
export class ServerFault extends Fault {
  readonly body: object;

  constructor(fault: Fault, body: object) {
    super(fault.code, fault.message, fault.details);
    this.body = body;
  }
}

/** A fault of our own in the shape of the API's error body; the server's own body as it came. */
export const toErrorBody = (fault: Fault): object => {
  if (fault instanceof ServerFault) return fault.body;
  const { hint, lastLines } = fault.details;
  const body: ErrorBody = { errors: { '': [fault.message] }, code: fault.code, ...(hint === undefined ? {} : { hint }) };
  return lastLines === undefined ? body : { ...body, last_lines: lastLines };
};

/** What a person sees of a failure: what happened, where, the last lines of output, the next thing to do. */
export const formatFault = (fault: Fault, paint: Paint): string => {
  const { at, lastLines = [], hint } = fault.details;
  return [
    `${paint('red', '✗')} ${stripControl(fault.message)}`,
    ...(at === undefined ? [] : [`  ${stripControl(at.file)}:${at.line}:${at.column}`]),
    ...lastLines.map((line) => `  │ ${stripControl(line)}`),
    ...(hint === undefined ? [] : [`${paint('cyan', '→')} ${stripControl(hint)}`]),
    '',
  ].join('\n');
};

export const exitOf = (fault: Fault): number => faults[fault.code].exit;
