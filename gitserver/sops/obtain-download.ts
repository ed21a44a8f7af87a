import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { getCACertificates } from 'node:tls';
import { Fault, type Progress } from '../../core/index.ts';
import { createSteps } from './obtain-steps.ts';

export type Download = {
  readonly url: URL;
  readonly to: string;
  /** For the person who waits: `sops 3.11.0`. */
  readonly what: string;
  readonly sizeBytes: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: Progress;
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
};

/**
 * Writes what is at `url` to a new file `to`. HTTP(S)_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS and SSL_CERT_FILE of `env` hold.
 * Throws `sops/missing` with the reason; the file may then be there in part. Errors name the host alone: a URL may hold a password.
 */
export const download = async (wish: Download): Promise<void> => {
  const { url, to, what, sizeBytes, say, signal } = wish;
  const answer = await follow(url, wish);
  const told = Number(answer.headers['content-length'] ?? sizeBytes);
  if (told !== sizeBytes) {
    answer.destroy();
    throw new Fault('sops/missing', `${url.host} offers ${told} bytes where ${sizeBytes} are pinned`);
  }
  say(`Fetching ${what} (${megabytes(sizeBytes)} MB) from ${url.host}`);
  answer.setTimeout(stallMs, () => answer.destroy(new Error(`nothing came for ${stallMs / 1000} s`)));
  const steps = createSteps(sizeBytes, (percent) => say(`${what}: ${percent} % of ${megabytes(sizeBytes)} MB`));
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      steps.add(chunk.length);
      yield chunk;
    }
  };
  try {
    await pipeline(answer, counted, createWriteStream(to, { flags: 'wx' }), { ...(signal && { signal }) });
  } catch (error) {
    throw fromNetwork(error, url);
  }
  if (steps.count() !== sizeBytes) throw new Fault('sops/missing', `${url.host} sent ${steps.count()} of ${sizeBytes} bytes`);
};

const stallMs = 15_000;
const megabytes = (bytes: number): number => Math.max(1, Math.round(bytes / 1_000_000));

const follow = async (first: URL, wish: Download): Promise<IncomingMessage> => {
  const ca = await authorities(wish.env);
  let url = first;
  for (let hops = 0; hops <= 5; hops++) {
    const answer = await ask(url, ca, wish).catch((error: unknown) => {
      throw fromNetwork(error, url);
    });
    const { statusCode = 0 } = answer;
    if (statusCode === 200) return answer;
    answer.destroy();
    const next = statusCode >= 300 && statusCode < 400 ? URL.parse(answer.headers.location ?? '', url.href) : null;
    if (next === null) throw new Fault('sops/missing', `${url.host} answered ${statusCode}`);
    if (next.protocol !== 'https:' && next.protocol !== url.protocol)
      throw new Fault('sops/missing', `${url.host} led to ${next.protocol}`);
    url = next;
  }
  throw new Fault('sops/missing', `${first.host} led in circles`);
};

const ask = (url: URL, ca: readonly string[], { env, patienceMs, signal }: Download): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    // A proxy of the agent's own: the process's other requests (to replicas, to itself) never take it.
    const [client, Agent] = url.protocol === 'https:' ? [https, https.Agent] : [http, http.Agent];
    const agent = new Agent({ proxyEnv: env, ...(ca.length > 0 && { ca: [...ca] }) });
    const request = client.get(url, { agent, ...(signal && { signal }) });
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
    request.once('close', () => clearTimeout(timer));
    request.once('response', (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    request.on('error', reject);
  });

/** Node's own certificates and those the environment names; empty: Node's default. */
const authorities = async (env: Download['env']): Promise<readonly string[]> => {
  const files = [env['NODE_EXTRA_CA_CERTS'], env['SSL_CERT_FILE']].filter((file) => file !== undefined && file !== '');
  const extra = await Promise.all(files.map((file) => readFile(file as string, 'utf8').catch(() => '')));
  const named = extra.filter((text) => text.includes('-----BEGIN CERTIFICATE-----'));
  return named.length === 0 ? [] : [...getCACertificates('default'), ...named];
};

const fromNetwork = (error: unknown, url: URL): unknown => {
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  // The disk's failures, and a caller who gave up, aren't the network's.
  if (error instanceof Fault || syscall === 'write' || syscall === 'open' || code === 'ABORT_ERR') return error;
  return new Fault('sops/missing', `${url.host}: ${message}`, { cause: error });
};
