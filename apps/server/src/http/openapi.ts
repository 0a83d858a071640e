import { Problem } from '@crypto-erp/contract/problem';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { App } from './types.ts';

/** The addresses that the two plugins open without a permission of their own. */
export const DOCUMENT_ROUTES = ['/openapi.json', '/docs*'];

/** Describes every route registered after it, from its schemas. */
export async function installOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    transformObject: (document) =>
      'openapiObject' in document ? withRefusals(document.openapiObject) : document.swaggerObject,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Crypto-ERP',
        version: '1',
        description:
          'Amounts are decimal strings. Every command under a company carries an Idempotency-Key. Errors are RFC 9457 problem documents with a stable code.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'crypto-erp.session_token' },
          apiKey: { type: 'http', scheme: 'bearer' },
        },
        schemas: { Problem: JSON.parse(JSON.stringify(Problem)) },
      },
      security: [{ session: [] }, { apiKey: [] }],
    },
  });
}

/** Every operation may answer with a problem document instead. */
function withRefusals<T extends { paths?: object }>(document: T): T {
  const refusal = {
    description: 'A problem document (RFC 9457) with a stable code',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Record<string, { responses?: Record<string, unknown> }>)) {
      operation.responses = { ...operation.responses, default: refusal };
    }
  }
  return document;
}

/** Serves the description at `/openapi.json` and a page to read it at `/docs`, with nothing from other sites. */
export async function serveOpenApi(app: App): Promise<void> {
  app.get('/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, () => app.swagger());
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false },
  });
}
