import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AuditPage, type AuditRecord } from '@crypto-erp/contract/audit-log';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { refused, type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { CONTACT } from '../../testing/documents.ts';
import { contactsRoutes } from '../contacts/routes.ts';
import { listAuditRecords } from './read-model.ts';
import { auditLogRoutes } from './routes.ts';
import { SYSTEM, writeAudit } from './service.ts';

let books: TestBooks;
before(async () => {
  books = await testBooks();
});
after(() => books?.close());

test('over HTTP: who changed what and from where, newest first, of one subject', async () => {
  const app = await testApp(books.mine.companyId, 'accountant', (app) => {
    contactsRoutes(app, { db: books.db });
    auditLogRoutes(app, { db: books.db });
  });
  try {
    const made = await app.call('POST', 'contacts', CONTACT);
    await app.call('POST', 'contacts', { ...CONTACT, name: 'Bob' });
    const update = { ...CONTACT, name: 'Anna', archived: false, version: 1 };
    const changed = await app.call('PATCH', `contacts/${made.body.id}`, update);

    const page = await app.call('GET', `audit-log?subjectKind=contact&subjectId=${made.body.id}`);
    assert.ok(Value.Check(AuditPage, page.body), JSON.stringify(page.body));
    const shown = page.body.items.map(({ id, at, ...rest }: AuditRecord) => rest);
    const actor = { actorKind: 'user', actorId: app.userId, ip: '192.0.2.1' };
    const subject = { subjectKind: 'contact', subjectId: made.body.id };
    assert.deepEqual(shown, [
      { ...actor, ...subject, action: 'contact.changed', before: made.body, after: changed.body },
      { ...actor, ...subject, action: 'contact.created', before: null, after: made.body },
    ]);
    const all = await app.call('GET', 'audit-log?limit=2');
    assert.deepEqual(
      all.body.items.map((record: AuditRecord) => record.action),
      ['contact.changed', 'contact.created'],
    );
    assert.equal(all.body.items[1].after.name, 'Bob');
    assert.equal((await app.call('GET', 'audit-log?subjectKind=%00')).status, 400);
    assert.equal((await app.call('GET', 'audit-log?cursor=x')).status, 400);
  } finally {
    await app.close();
  }
});

test('pages through all records once, filtered or not, and shows none to another company', async () => {
  const { companyId } = books.other;
  const subjectId = newId();
  await books.db.inCompany(companyId, async (trx) => {
    for (let i = 0; i < 250; i += 1) {
      const subject =
        i % 2 === 0 ? { subjectKind: 'even', subjectId } : { subjectKind: 'odd', subjectId: null };
      const change = { action: 'thing.done', before: { i }, after: null };
      await writeAudit(trx, { companyId, actor: SYSTEM, ...subject, ...change });
    }
  });
  const read = (filter: object, cursor?: string) =>
    books.db.inCompany(companyId, (trx) =>
      listAuditRecords(trx, companyId, { ...filter, limit: 100, cursor }),
    );
  const all = async (filter: object): Promise<number[]> => {
    const seen: number[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 5; pages += 1) {
      const page = await read(filter, cursor);
      seen.push(...page.items.map((record) => (record.before as { i: number }).i));
      if (page.nextCursor === null) return seen;
      cursor = page.nextCursor;
    }
    throw new Error('The list does not end.');
  };
  const newestFirst = Array.from({ length: 250 }, (_, i) => 249 - i);
  assert.deepEqual(await all({}), newestFirst);
  assert.deepEqual(
    await all({ subjectKind: 'odd' }),
    newestFirst.filter((i) => i % 2 === 1),
  );
  assert.deepEqual(
    await all({ subjectId }),
    newestFirst.filter((i) => i % 2 === 0),
  );
  assert.deepEqual(await all({ subjectKind: 'odd', subjectId }), []);
  await assert.rejects(read({}, 'x'), refused('invalid_input', 'query/cursor'));

  const seen = await books.db.inCompany(books.mine.companyId, (trx) => listAuditRecords(trx, companyId, {}));
  assert.deepEqual(seen, { items: [], nextCursor: null });
});
