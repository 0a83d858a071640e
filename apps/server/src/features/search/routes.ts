import { CompanyParams } from '@crypto-erp/contract/common';
import { SearchQuery, SearchResult } from '@crypto-erp/contract/search';
import { SUBJECT_KINDS } from '@crypto-erp/contract/subjects';
import type { Database } from '../../db/database.ts';
import { currentMember } from '../../http/guard.ts';
import type { App } from '../../http/types.ts';
import { can } from '../../permissions.ts';
import { SUBJECT_PERMISSION } from '../subjects/permissions.ts';
import { searchSubjects } from './read-model.ts';

export function searchRoutes(app: App, { db }: { db: Database }): void {
  // Everyone searches, and finds what they may read.
  app.get(
    '/v1/companies/:companyId/search',
    {
      config: { permission: 'company:read' },
      schema: {
        tags: ['search'],
        summary: 'Find subjects by number, name, reference, text, amount, comment or tag, best first',
        params: CompanyParams,
        querystring: SearchQuery,
        response: { 200: SearchResult },
      },
    },
    async (request) => {
      const { companyId } = request.params;
      const { q, kinds, limit = 20 } = request.query;
      const { role } = currentMember(request);
      const asked = new Set(kinds?.split(',') ?? SUBJECT_KINDS);
      const readable = SUBJECT_KINDS.filter((kind) => asked.has(kind) && can(role, SUBJECT_PERMISSION[kind]));
      const wanted = { text: q, kinds: readable, limit };
      return { items: await db.inCompany(companyId, (trx) => searchSubjects(trx, companyId, wanted)) };
    },
  );
}
