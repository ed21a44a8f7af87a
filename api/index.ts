export { type Api, createApi } from './create-api.ts';
export { openApiText, writeOpenApi } from './write-open-api.ts';
