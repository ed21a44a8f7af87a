import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Api, type ApiDeps, createApi, type Database, openDatabase } from '../../api/index.ts';
import { createLog } from '../../core/index.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { type Document, problemWithAnswer } from './check-answer.ts';
import { type ControlDouble, controlDouble } from './control-double.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // Tests look into bodies freely; their shape was compared with the OpenAPI document.
  readonly body: Body;
  readonly text: string;
};
// biome-ignore lint/suspicious/noExplicitAny: the shape is compared with the document before a test sees it
type Body = any;
export type Ask = { readonly auth?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

export type Opened = {
  readonly api: Api;
  readonly database: Database;
  readonly databaseFile: string;
  readonly control: ControlDouble;
  /** Every line the server has logged. */
  readonly logged: string[];
  readonly operatorToken: string;
  /** Without a socket. Compares the answer with the OpenAPI document. */
  readonly call: (method: string, path: string, ask?: Ask) => Promise<Answer>;
  /** An account, and its `Authorization`. A password costs a quarter of a second. */
  readonly account: (email: string, password?: string) => Promise<{ readonly email: string; readonly key: string; readonly auth: string }>;
  readonly clock: { now: number };
};

export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The API over a real database and a test double of the control, each fresh. */
export const openApi = async (t: ExecutionContext<unknown>, replaced: Partial<ApiDeps> = {}): Promise<Opened> => {
  const clock = { now: Date.UTC(2017, 3, 12, 17, 43, 28) };
  const now = () => clock.now;
  const databaseFile = join(await temporaryDirectory(t), 'sluice.db');
  const database = await openDatabase({ file: databaseFile, now });
  const control = controlDouble(database, now);
  const logged: string[] = [];
  const operatorToken = 'operator-token-of-this-test-0123456789';
  const api = await createApi({
    database,
    control,
    replicas: async () => [],
    addresses: async (app) => [`http://${app.name}.localhost:4080`],
    logs: async function* () {},
    git: { handle: async (_request, response) => void response.end('git') },
    log: createLog((line) => logged.push(line)),
    now,
    operatorToken,
    ...replaced,
  });
  t.teardown(async () => {
    await api.stop(0);
    await database.close();
  });
  const document = api.describe() as Document;

  const call: Opened['call'] = async (method, path, { auth, body, headers } = {}) => {
    const response = await api.server.inject({
      method: method as 'GET',
      url: path,
      headers: {
        'content-type': 'application/json',
        ...(auth === undefined ? {} : { authorization: auth }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const isJson = String(response.headers['content-type']).startsWith('application/json');
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      body: isJson ? JSON.parse(response.body) : undefined,
      text: response.body,
    };
    const bare = path.split('?')[0] ?? '';
    if (isJson && bare !== '/api/openapi.json') {
      const problem = problemWithAnswer(document, { method, path: bare, status: answer.status, body: answer.body });
      if (problem !== undefined) throw new Error(`${method} ${path} answered ${answer.status} ${response.body}: ${problem}`);
    }
    return answer;
  };
  const account: Opened['account'] = async (email, password) => {
    const { status, body, text } = await call('POST', '/api/accounts', {
      auth: `Bearer ${operatorToken}`,
      body: password === undefined ? { email } : { email, password },
    });
    if (status !== 201) throw new Error(text);
    return { email, key: body.data.key, auth: basic(email, body.data.key) };
  };
  return { api, database, databaseFile, control, logged, operatorToken, call, account, clock };
};
