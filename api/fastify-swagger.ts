import swagger from '@fastify/swagger';
import type { FastifyInstance } from './fastify.ts';

/** Describes every route registered after it; `server.swagger()` then gives the OpenAPI 3.1 document. */
export const addOpenApi = async (server: FastifyInstance, version: string): Promise<void> => {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sluice',
        version,
        description: 'Gigalixir\'s HTTP API, extended. Every success is {"data": ...}; every failure is the schema Error.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          account: { type: 'http', scheme: 'basic', description: 'E-mail and API key' },
          operator: { type: 'http', scheme: 'bearer', description: 'The token in keys/operator.token of the data folder' },
        },
      },
    },
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => (schema['$id'] as string | undefined) ?? `schema-${index}` },
  });
};
