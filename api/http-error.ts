import { asFault, Fault, type FaultDetails, faults } from '../core/index.ts';

export type HttpError = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bugs and failures of the platform are for the log, with their cause. */
  readonly isOurs: boolean;
  readonly fault: Fault;
};

/** The one error body and its status, for anything thrown. `data.field` becomes the field of the message and `data.deploy` a header. */
export const toHttpError = (error: unknown): HttpError => {
  const fault = fromFramework(error) ?? asFault(error);
  const { status } = faults[fault.code];
  return { status, body: `${JSON.stringify(bodyOf(fault))}\n`, headers: headersOf(fault), isOurs: status >= 500 && status !== 503, fault };
};

const bodyOf = ({ code, message, details: { hint, at, data: all, lastLines } }: Fault) => {
  const { field, ...data } = all ?? {};
  return {
    errors: { [typeof field === 'string' ? field : '']: [message] },
    code,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(lastLines === undefined ? {} : { last_lines: lastLines }),
  };
};

const headersOf = ({ code, details: { data } }: Fault): Record<string, string> => ({
  'content-type': 'application/json; charset=utf-8',
  ...(typeof data?.['deploy'] === 'string' ? { 'sluice-deploy': data['deploy'] } : {}),
  ...(code === 'auth/required' ? { 'www-authenticate': 'Basic realm="Sluice", charset="UTF-8"' } : {}),
  ...(code === 'auth/too-many-attempts' ? { 'retry-after': String(data?.['retryAfterSeconds'] ?? 60) } : {}),
});

type FrameworkError = {
  readonly statusCode?: number;
  readonly message?: string;
  readonly validation?: readonly { readonly instancePath: string; readonly message?: string; readonly params?: Record<string, unknown> }[];
  readonly validationContext?: string;
};

/** What fastify itself refuses: a body or a query that breaks its schema, no JSON, too large, and the like. */
const fromFramework = (error: unknown): Fault | undefined => {
  if (error instanceof Fault || typeof error !== 'object' || error === null) return undefined;
  const { statusCode, message, validation, validationContext } = error as FrameworkError;
  const [problem] = validation ?? [];
  if (problem !== undefined) {
    const missing = problem.params?.['missingProperty'];
    const field = [...problem.instancePath.split('/').slice(1), ...(typeof missing === 'string' ? [missing] : [])].join('.');
    const place = validationContext === 'querystring' ? 'query' : 'body';
    return invalid(`${field === '' ? `The ${place}` : field} ${problem.message ?? 'is wrong'}.`, field === '' ? {} : { data: { field } });
  }
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined;
  return invalid(`${message ?? 'The request is wrong'}.`.replace('..', '.'), {});
};

const invalid = (message: string, details: FaultDetails): Fault =>
  new Fault('request/invalid', message, { hint: 'GET /api/openapi.json describes every route.', ...details });
