import { Me } from '@crypto-erp/contract/companies';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { currentUser } from '../../http/guard.ts';
import type { App } from '../../http/types.ts';
import { readMe } from './read-model.ts';

export function usersRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/me',
    {
      config: { permission: 'signed-in' },
      schema: {
        tags: ['users'],
        summary: 'Who is signed in, and where they may work',
        response: { 200: Me },
      },
    },
    async (request) => {
      const { userId } = currentUser(request);
      const me = await db.inControl((trx) => readMe(trx, userId));
      if (me === null) throw new DomainError('not_signed_in', 'This user no longer exists: sign in again.');
      return me;
    },
  );
}
