import type { IncomingMessage, InformationEvent } from 'node:http';
import type { Exchange } from './exchange.ts';
import { toClientHeaders, toTrailers } from './forward-headers.ts';

/** Passes a backend's answer on as it comes: head at once, body and trailers after it. */
export const relayAnswer = (exchange: Exchange, answer: IncomingMessage): void => {
  const { request, response, head } = exchange;
  // The rest of a body that the backend didn't ask for, or bytes behind an upgrade it didn't take, can't be told from a new request.
  if ((head.expectsContinue && !request.complete) || (request.headers.upgrade !== undefined && head.body === 'none')) {
    response.shouldKeepAlive = false;
  }
  response.writeHead(
    answer.statusCode ?? 502,
    answer.statusMessage?.replace(/[^\t\x20-\x7e\x80-\xff]/g, '') ?? '',
    toClientHeaders(answer),
  );
  answer.on('data', (chunk: Buffer) => {
    exchange.sentBytes += chunk.length;
  });
  answer.once('end', () => {
    if (answer.rawTrailers.length > 0) response.addTrailers(toTrailers(answer.rawTrailers));
    response.end();
  });
  answer.once('error', () => {
    if (response.destroyed) return;
    exchange.endedAs = 502;
    response.destroy();
  });
  answer.pipe(response, { end: false });
  // A stream whose first byte is long in coming still shows its head; a short answer leaves in one packet with it.
  setImmediate(() => response.writableEnded || response.destroyed || response.flushHeaders());
};

/** Passes on an interim answer (103 Early Hints), which Node has no general call for. */
export const relayInformation = ({ request, response }: Exchange, information: InformationEvent): void => {
  const { statusCode, statusMessage, rawHeaders } = information;
  // Not before earlier answers on this connection are out (no socket yet), nor to HTTP/1.0.
  if (statusCode === 100 || response.socket === null || response.headersSent || request.httpVersion !== '1.1') return;
  let head = `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) head += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  response.socket.write(`${head}\r\n`, 'latin1');
};
