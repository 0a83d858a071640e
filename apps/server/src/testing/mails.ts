import { newId } from '../db/id.ts';
import { SYSTEM } from '../features/audit-log/service.ts';
import { queueMail } from '../features/mails/service.ts';
import { markProblem } from '../features/mails/store.ts';
import type { TestApi } from './api.ts';

/** Mails of a company that failed for good: their ids. */
export function failedMails(api: TestApi, companyId: string, count: number): Promise<string[]> {
  return api.db.inCompany(companyId, async (trx) => {
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const mail = await queueMail(trx, { companyId, actor: SYSTEM }, 'billing@acme.example', {
        to: 'ann@example.com',
        subject: 'Hello',
        text: 'Hello',
        attachments: [],
        aboutKind: 'contact',
        aboutId: newId(),
      });
      await markProblem(trx, companyId, mail.id, 'The mail server answered: 550', true);
      ids.push(mail.id);
    }
    return ids;
  });
}
