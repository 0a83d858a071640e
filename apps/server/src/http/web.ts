import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { problem, sendProblem } from './problems.ts';
import type { App } from './types.ts';

/**
 * Serves the built web page, and its start document for every address that the page itself routes. An unknown
 * address of the API is a problem document. Without a build only the API is served.
 */
export async function serveWeb(app: App, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      index: ['index.html'],
      setHeaders(response, path) {
        // Built files carry a hash of their content in their name; the start document does not.
        const fixed = path.includes('/assets/');
        response.header('cache-control', fixed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const page =
      request.method === 'GET' && !request.url.startsWith('/v1/') && accepts(request.headers.accept);
    if (built && page) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return sendProblem(
      request,
      reply,
      problem('not_found', `There is no ${request.method} ${request.url.split('?')[0]}.`),
    );
  });
}

function accepts(accept: string | undefined): boolean {
  return accept?.includes('text/html') ?? false;
}
