import { secretWithin } from '../sources/secrets.ts';
import type { App } from './types.ts';

/**
 * Refuses with `secret_not_allowed` any body of a company's route that holds a private key or a seed phrase, whatever the
 * field: before a command claims its key, so that nothing of it is kept.
 */
export function refuseSecrets(app: App): void {
  app.addHook('preHandler', async (request) => {
    if (!request.routeOptions.url?.startsWith('/v1/companies')) return;
    const found = secretWithin(request.body);
    if (found !== null) throw found;
  });
}
