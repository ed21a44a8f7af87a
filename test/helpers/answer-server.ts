import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

/** A request as it arrived. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};
export type Answering = (response: ServerResponse, asked: Asked) => void | Promise<void>;

/** Answers of a server by `METHOD /path`. */
export type Answers = Readonly<Record<string, Answering>>;

export const json =
  (body: unknown, status = 200): Answering =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };

export const raw =
  (body: string, { status = 200, type = 'application/json' }: { status?: number; type?: string } = {}): Answering =>
  (response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };

/** A real HTTP server on a free port that answers as told and keeps what it was asked; what it isn't told of is a 404 of the API. */
export const startAnswering = async (t: ExecutionContext<unknown>, answers: Answers) => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    asked.push(one);
    const answer = answers[`${one.method} ${one.path}`] ?? notThere;
    await answer(response, one);
  });
  const port = await new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
  t.teardown(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${port}`, asked, dropConnections: () => server.closeAllConnections() };
};

const notThere = json({ errors: { '': ['There is no such page.'] }, code: 'app/not-found', hint: 'Look elsewhere.' }, 404);
