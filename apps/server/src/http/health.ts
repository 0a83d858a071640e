import { Type } from 'typebox';
import type { Database } from '../db/database.ts';
import { isMigrated, migrationNames } from '../db/migrate.ts';
import { DomainError } from '../errors.ts';
import { requireQueues } from '../jobs/queues.ts';
import type { App } from './types.ts';

const Status = Type.Object({ status: Type.Literal('ok') });

/**
 * `/health`: this process lives. `/health/ready`: it can serve, so a load balancer may send it requests: the database
 * answers, has exactly this version's migrations, and holds the queues.
 */
export function healthRoutes(app: App, { db }: { db: Database }): void {
  const migrations = migrationNames();

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
      const fault = await findFault(db, migrations);
      if (fault !== undefined) throw new DomainError('not_ready', fault);
      return { status: 'ok' as const };
    },
  );
}

async function findFault({ pool }: Database, migrations: readonly string[]): Promise<string | undefined> {
  const migrated = await isMigrated(pool, migrations).catch(() => undefined);
  if (migrated === undefined) return 'The database does not answer, or was never migrated.';
  if (!migrated) return 'The database has the migrations of another version.';
  const queues = await requireQueues(pool).then(
    () => true,
    () => false,
  );
  return queues ? undefined : 'The queues are not there, or this login may not read them.';
}
