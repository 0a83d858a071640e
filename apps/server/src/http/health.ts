import { Type } from 'typebox';
import type { Database } from '../db/database.ts';
import { isMigrated } from '../db/migrate.ts';
import { DomainError } from '../errors.ts';
import type { App } from './types.ts';

const Status = Type.Object({ status: Type.Literal('ok') });

/** `/health`: this process lives. `/health/ready`: it can serve, so a load balancer may send it requests. */
export function healthRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/health',
    {
      config: { permission: 'public' },
      schema: { tags: ['system'], summary: 'This process lives', response: { 200: Status } },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/health/ready',
    {
      config: { permission: 'public' },
      schema: { tags: ['system'], summary: 'This process can serve', response: { 200: Status } },
    },
    async () => {
      const ready = await isMigrated(db.pool).catch(() => false);
      if (!ready)
        throw new DomainError('not_ready', 'The database does not answer, or is of another version.');
      return { status: 'ok' as const };
    },
  );
}
