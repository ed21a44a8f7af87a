import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { writeFileAtomic } from '../system/index.ts';

const description = new URL('../api/openapi.json', import.meta.url);
const generated = new URL('./generated/api.ts', import.meta.url);

/** Writes `tui/generated/api.ts` from the committed description of the API. */
export const generateApiTypes = async (): Promise<void> => await writeFileAtomic(fileURLToPath(generated), await apiTypes());

/** What that file has to hold. */
export const apiTypes = async (): Promise<string> => {
  const ast = await openapiTypescript(await readFile(description, 'utf8'));
  return `// Made from api/openapi.json by \`npm run generate\`. Not edited by hand.\n${astToString(ast)}`;
};
