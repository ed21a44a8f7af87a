import Schema from 'typebox/schema';

type Json = { readonly [name: string]: unknown };
export type Document = { readonly paths: Json; readonly components: { readonly schemas: Json } };

/** What is wrong with an answer by the OpenAPI document: its status, or its body, where a field too many is wrong too. */
export const problemWithAnswer = (
  document: Document,
  answer: { readonly method: string; readonly path: string; readonly status: number; readonly body: unknown },
): string | undefined => {
  const route = findRoute(document, answer.path);
  const operation = (route as Json | undefined)?.[answer.method.toLowerCase()] as { responses: Json } | undefined;
  if (operation === undefined) return answer.status === 404 ? undefined : `no ${answer.method} ${answer.path} in the document`;
  const { responses } = operation;
  const isExtra = answer.path === '/api/accounts' && answer.status === 200;
  const response = (responses[String(isExtra ? 201 : answer.status)] ?? responses[`${String(answer.status)[0]}XX`]) as Json | undefined;
  if (response === undefined) return `status ${answer.status} is not in the document`;
  const found = (response['content'] as Json | undefined)?.['application/json'] as { schema: Json } | undefined;
  if (found === undefined) return 'no JSON is in the document';
  const schema = strict('$ref' in found.schema ? document.components.schemas['Error'] : found.schema) as Json;
  const [isRight, problems] = Schema.Errors(schema, answer.body);
  return isRight ? undefined : JSON.stringify(problems.map(({ instancePath, message }) => `${instancePath} ${message}`));
};

const findRoute = (document: Document, path: string): unknown => {
  const exact = document.paths[path];
  if (exact !== undefined) return exact;
  const entry = Object.entries(document.paths).find(([pattern]) => new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
  return entry?.[1];
};

const strict = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  return 'properties' in inner && !('additionalProperties' in inner) ? { ...inner, additionalProperties: false } : inner;
};
