import { fileURLToPath } from 'node:url';
import { silentLog } from '../core/index.ts';
import { writeFileAtomic } from '../system/index.ts';
import { createApi } from './create-api.ts';
import type { ApiDeps } from './ports.ts';

const committed = fileURLToPath(new URL('./openapi.json', import.meta.url));

/** The text of api/openapi.json: every route, without a server that runs. */
export const openApiText = async (): Promise<string> => {
  const api = await createApi(describingDeps);
  try {
    return `${JSON.stringify(api.describe(), null, 2)}\n`;
  } finally {
    await api.stop(0);
  }
};

/** Writes api/openapi.json anew, from which the command line's types are generated. */
export const writeOpenApi = async (): Promise<void> => writeFileAtomic(committed, await openApiText());

/** Describing routes calls none of them, so what they would need isn't there. */
const describingDeps = { log: silentLog, now: Date.now, database: {} } as ApiDeps;
