import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeFault, type Fault, faults } from '../../core/index.ts';
import { toErrorAnswer } from '../receive/report-status.ts';

/** Headers of every answer that git reads. Proxies must not hold back lines that a person waits for. */
export const startAnswer = (response: ServerResponse, contentType: string): void => {
  response.statusCode = 200;
  response.setHeader('Content-Type', contentType);
  response.setHeader('Cache-Control', 'no-cache, max-age=0, must-revalidate');
  response.setHeader('Pragma', 'no-cache');
  response.setHeader('Expires', 'Fri, 01 Jan 1980 00:00:00 GMT');
  response.setHeader('X-Accel-Buffering', 'no');
};

// Whoever isn't let in may send this much more, so that he can read why; then the connection is closed.
const mostDrainedBytes = 1024 * 1024;

/** Answers in plain text, which git prints as `remote:` lines when it asked for the list of refs. Drops a body still to come. */
export const answerText = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: { readonly status: number; readonly text: string },
): void => {
  if (response.headersSent || response.destroyed) return void response.destroy();
  let drainedBytes = 0;
  request.on('data', (chunk: Buffer) => {
    drainedBytes += chunk.length;
    if (drainedBytes > mostDrainedBytes) request.destroy();
  });
  startAnswer(response, 'text/plain; charset=utf-8');
  response.statusCode = answer.status;
  if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Sluice", charset="UTF-8"');
  response.end(`${answer.text}\n`);
};

/** Answers with a fault's own status and text. */
export const answerFault = (request: IncomingMessage, response: ServerResponse, fault: Fault): void =>
  answerText(request, response, { status: faults[fault.code].status, text: describeFault(fault).join('\n') });

/**
 * Ends an rpc with a fault. git shows no text of a failed POST, so it gets status 200 and an error packet, unless the request was not git's.
 * After output has begun nothing can be said any more.
 */
export const answerRpcFault = (request: IncomingMessage, response: ServerResponse, fault: Fault): void => {
  if (response.headersSent) response.end();
  else if (fault.code === 'request/invalid') answerFault(request, response, fault);
  else response.end(toErrorAnswer(fault));
};
