import { Fault, type FaultCode, faults } from '../core/index.ts';
import { ServerFault } from './failure.ts';
import { dictionary, list, number, object, optional, type Shape, ShapeError, text } from './shape.ts';

/** What openapi-fetch resolves to. `Sent` is the type the API's description promises. */
export type Reply<Sent> = Promise<{ readonly data?: Sent; readonly error?: unknown; readonly response: Response }>;

/**
 * The body of a successful answer, checked. The promised type must fit the shape, so a change of the API that we didn't follow
 * doesn't compile. Throws the server's own failure, or `platform/unreachable` when the answer is not one of a Sluice server.
 */
export const take = async <Value, Sent extends Value>(server: string, reply: Reply<Sent>, shape: Shape<Value>): Promise<Value> => {
  try {
    const { data, error, response } = await reply;
    if (!response.ok) throw toFault(server, response.status, error);
    return shape(data, 'the answer');
  } catch (error) {
    if (error instanceof SyntaxError) throw notSluice(server, 'its answer is not JSON', error);
    if (error instanceof ShapeError) throw notSluice(server, error.message, error);
    throw error;
  }
};

/** The fault of an answer that isn't a success. */
export const toFault = (server: string, status: number, body: unknown): Fault => {
  try {
    const { errors, code, hint, at, last_lines: lastLines } = errorBody(body, 'the answer');
    const messages = Object.entries(errors).flatMap(([field, lines]) =>
      lines.map((line) => (/^[a-z]/.test(line) && field !== '' ? `${field} ${line}` : line)),
    );
    const details = {
      ...(hint === undefined ? {} : { hint }),
      ...(at === undefined ? {} : { at }),
      ...(lastLines === undefined ? {} : { lastLines }),
    };
    return new ServerFault(
      new Fault(knownCode(code, status), messages.join(' ') || `the server answers ${status}.`, details),
      body as object,
    );
  } catch (error) {
    if (error instanceof ShapeError) return notSluice(server, `it answers ${status} without a reason`, error);
    throw error;
  }
};

const errorBody = object({
  errors: dictionary(list(text)),
  code: optional(text),
  hint: optional(text),
  at: optional(object({ file: text, line: number, column: number })),
  last_lines: optional(list(text)),
});

/** A code this client doesn't know yet, or that an older server leaves out, is judged by its HTTP status. */
const knownCode = (code: string | undefined, status: number): FaultCode => {
  if (code !== undefined && Object.hasOwn(faults, code)) return code as FaultCode;
  if (status === 401) return 'auth/required';
  if (status === 403) return 'auth/forbidden';
  if (status === 404) return 'app/not-found';
  if (status === 409) return 'deploy/conflict';
  return status < 500 ? 'request/invalid' : 'bug';
};

const notSluice = (server: string, why: string, cause: unknown): Fault =>
  new Fault('platform/unreachable', `${server} does not answer like a Sluice server: ${why}.`, {
    hint: 'Check the address, and that a proxy or another program is not answering: --url URL',
    cause,
  });
