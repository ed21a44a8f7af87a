import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultCode } from '../../../../core/index.ts';

/** What the router says itself, where no app answers. */
export type Page = {
  readonly status: number;
  readonly code: FaultCode;
  readonly title: string;
  readonly hint: string;
  readonly id?: string;
  readonly retryAfterSeconds?: number;
};

/** Answers with a page in the form the client asks for: JSON (the platform's error body), HTML, or plain text. */
export const answerPage = (request: IncomingMessage, response: ServerResponse, page: Page): void => {
  const { type, text } = renderPage(page, String(request.headers.accept ?? ''));
  const headers = ['Content-Type', type, 'Content-Length', String(Buffer.byteLength(text)), 'Cache-Control', 'no-store'];
  headers.push('X-Content-Type-Options', 'nosniff');
  if (page.id !== undefined) headers.push('X-Request-Id', page.id);
  if (page.retryAfterSeconds !== undefined) headers.push('Retry-After', String(page.retryAfterSeconds));
  response.writeHead(page.status, headers);
  response.end(text);
};

/** The page's text and content type for an `Accept` header; what is named first wins. */
export const renderPage = (page: Page, accept: string): { readonly type: string; readonly text: string } => {
  const wanted = /application\/(?:[\w.-]+\+)?json|text\/html/i.exec(accept)?.[0].toLowerCase();
  const { title, hint, id } = page;
  if (wanted === 'text/html') return { type: 'text/html; charset=utf-8', text: toHtml(page) };
  if (wanted !== undefined) {
    const body = { errors: { '': [title] }, code: page.code, hint, ...(id === undefined ? {} : { request_id: id }) };
    return { type: 'application/json', text: `${JSON.stringify(body)}\n` };
  }
  return { type: 'text/plain; charset=utf-8', text: `${title}\n${hint}\n${id === undefined ? '' : `Request ${id}\n`}` };
};

const toHtml = ({ status, title, hint, id }: Page): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${status}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}small{color:#777}</style>
<h1>${status}</h1><p>${escapeHtml(title)}</p><p>${escapeHtml(hint)}</p>${id === undefined ? '' : `<small>Request ${escapeHtml(id)}</small>`}
`;

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
