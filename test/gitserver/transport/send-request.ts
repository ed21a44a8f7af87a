import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import type { Readable } from 'node:stream';

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

export type RawRequest = {
  readonly origin: string;
  /** Sent as it is: nothing is decoded or tidied. */
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  /** Gives up after this long, which is how a hang is told from an answer. Default: 20 s. */
  readonly patienceMs?: number;
};

/** One hand-made HTTP request. Rejects where the connection breaks or nothing is answered in time. */
export const sendRequest = (raw: RawRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = openRequest(raw, reject);
    const timer = setTimeout(() => sent.destroy(new Error(`no answer to ${raw.path}`)), raw.patienceMs ?? 20_000);
    sent.once('close', () => clearTimeout(timer));
    sent.on('response', (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    const { body } = raw;
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) sent.end(body);
    else body.pipe(sent);
  });

/** The request alone, its body unsent, for clients that go away or dawdle. */
export const openRequest = (raw: RawRequest, onError: (error: Error) => void): ClientRequest => {
  const { hostname, port } = new URL(raw.origin);
  const sent = request({ hostname, port, path: raw.path, method: raw.method ?? 'GET', headers: raw.headers, agent: false });
  return sent.on('error', onError);
};

export const basic = (user: string, secret: string): string => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
