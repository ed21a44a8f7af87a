// Serves the files of a static site. Copied into the site's slug by the static buildpack; needs Node 18 and nothing else.
// static.json: { "root": "public_html", "clean_urls": false, "error_page": "404.html" }, all optional, as Heroku's static buildpack.
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const supported = ['root', 'clean_urls', 'error_page'];
const unserved = new Set(['Procfile', 'static.json']);

const types = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gif': 'image/gif',
  '.htm': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

const main = async () => {
  const site = await readSite();
  if (process.argv[2] === '--check') {
    for (const key of site.unsupported) process.stdout.write(` !     static.json: "${key}" is not supported and has no effect\n`);
    return;
  }
  const server = createServer((request, response) => {
    answer(site, request, response).catch((error) => {
      // A client that goes away early is no fault.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') process.stderr.write(`${request.method} ${request.url}: ${error.message}\n`);
      response.destroy();
    });
  });
  server.listen(Number(process.env.PORT ?? 8080));
  process.on('SIGTERM', () => {
    server.close();
    server.closeIdleConnections();
  });
};

const readSite = async () => {
  const config = await readConfig();
  const fallback = (await kindOf('public_html')) === 'folder' ? 'public_html' : '.';
  const { root = fallback, clean_urls: cleanUrls = false, error_page: errorPage = '404.html' } = config;
  for (const [key, value] of [
    ['root', root],
    ['error_page', errorPage],
  ]) {
    if (typeof value !== 'string' || value.startsWith('/') || value.split('/').includes('..'))
      fail(`"${key}" must be a path in the repository`);
  }
  if (typeof cleanUrls !== 'boolean') fail('"clean_urls" must be true or false');
  if ((await kindOf(root)) !== 'folder') fail(`its root "${root}" is not a folder`);
  const unsupported = Object.keys(config).filter((key) => !supported.includes(key));
  return { root: await realpath(root), cleanUrls, errorPage, unsupported };
};

const readConfig = async () => {
  if ((await kindOf('static.json')) !== 'file') return {};
  try {
    const config = JSON.parse(await readFile('static.json', 'utf8'));
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config;
  } catch (error) {
    return fail(error.message);
  }
  return fail('it must be a JSON object');
};

const fail = (problem) => {
  process.stderr.write(` !     static.json can't be used: ${problem}\n`);
  process.exit(1);
};

const answer = async (site, request, response) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return say(response, 405, 'Method not allowed');
  }
  const [rawPath = '/', query] = request.url.split('?', 2);
  const segments = segmentsOf(rawPath);
  if (segments === undefined) return say(response, 400, 'Bad request');
  const found = await find(site, segments, rawPath.endsWith('/'));
  if (found.redirect) {
    response.setHeader('Location', `${['', ...segments.map(encodeURIComponent), ''].join('/')}${query === undefined ? '' : `?${query}`}`);
    return say(response, 301, 'Moved');
  }
  if (found.path !== undefined) return send(request, response, 200, found.path);
  const page = await inside(site, site.errorPage.split('/'));
  return page === undefined ? say(response, 404, 'Not found') : send(request, response, 404, page);
};

/** Undefined for a path that is badly encoded or tries to climb. */
const segmentsOf = (path) => {
  try {
    const segments = path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
    return segments.some((segment) => segment === '..' || segment === '.' || /[/\\\0]/.test(segment)) ? undefined : segments;
  } catch {
    return undefined;
  }
};

const find = async (site, segments, slash) => {
  if (segments.some((segment) => segment.startsWith('.') && segment !== '.well-known')) return {};
  if (segments.length === 1 && unserved.has(segments[0])) return {};
  if ((await kindOf(join(site.root, ...segments))) === 'folder') {
    const index = await inside(site, [...segments, 'index.html']);
    return index !== undefined && !slash ? { redirect: true } : { path: index };
  }
  if (slash) return {};
  const path = await inside(site, segments);
  if (path !== undefined || !site.cleanUrls || segments.length === 0) return { path };
  return { path: await inside(site, [...segments.slice(0, -1), `${segments.at(-1)}.html`]) };
};

/** The file's real path, undefined where there is none or a link leads out of the root. */
const inside = async (site, segments) => {
  const path = join(site.root, ...segments);
  if ((await kindOf(path)) !== 'file') return undefined;
  const real = await realpath(path);
  return real.startsWith(site.root.endsWith(sep) ? site.root : site.root + sep) ? real : undefined;
};

const kindOf = async (path) => {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES'].includes(error.code)) return undefined;
    throw error;
  }
};

const send = async (request, response, status, path) => {
  const { size } = await stat(path);
  response.writeHead(status, {
    'Content-Type': types[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': size,
    'Cache-Control': 'no-cache',
  });
  if (request.method === 'HEAD') return response.end();
  await pipeline(createReadStream(path), response);
};

const say = (response, status, text) => {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' });
  response.end(response.req.method === 'HEAD' ? undefined : `${text}\n`);
};

await main();
