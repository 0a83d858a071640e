import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PaymentTermsList } from '@crypto-erp/contract/taxes';
import { Value } from 'typebox/value';
import { refused, type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { findPaymentTerms, listPaymentTerms } from './read-model.ts';
import { paymentTermsRoutes } from './routes.ts';
import { changePaymentTerms, createPaymentTerms } from './service.ts';

let books: TestBooks;
before(async () => {
  books = await testBooks();
});
after(() => books?.close());

/** Runs `work` in the first company. */
function inMine<T>(work: Parameters<typeof books.db.inCompany<T>>[1]): Promise<T> {
  return books.db.inCompany(books.mine.companyId, work);
}

test('payment terms have a name of their own, change at the version read, and are audited', async () => {
  const input = { name: 'Net 30', days: 30, fromEndOfMonth: false };
  const terms = await inMine((trx) => createPaymentTerms(trx, books.mine, input));
  assert.deepEqual(terms, { id: terms.id, ...input, archived: false, version: 1 });
  await assert.rejects(
    inMine((trx) => createPaymentTerms(trx, books.mine, input)),
    refused('already_exists', '/name'),
  );
  const second = await inMine((trx) =>
    createPaymentTerms(trx, books.mine, { ...input, name: 'Net 15', days: 15 }),
  );
  await assert.rejects(
    inMine((trx) => changePaymentTerms(trx, books.mine, second.id, { ...second, name: 'Net 30' })),
    refused('already_exists', '/name'),
  );
  const update = { name: 'End of month', days: 0, fromEndOfMonth: true, archived: true, version: 1 };
  const changed = await inMine((trx) => changePaymentTerms(trx, books.mine, terms.id, update));
  assert.deepEqual(changed, { id: terms.id, ...update, version: 2 });
  await assert.rejects(
    inMine((trx) => changePaymentTerms(trx, books.mine, terms.id, update)),
    refused('version_conflict', '/version'),
  );
  const { items } = await inMine((trx) => listPaymentTerms(trx, books.mine.companyId));
  assert.deepEqual(items, [changed, second]);
  assert.deepEqual(await books.audited(books.mine.companyId), [
    'payment-terms.created',
    'payment-terms.created',
    'payment-terms.changed',
  ]);

  await books.db.inCompany(books.other.companyId, async (trx) => {
    assert.equal(await findPaymentTerms(trx, books.mine.companyId, terms.id), null);
    assert.deepEqual(await listPaymentTerms(trx, books.mine.companyId), { items: [] });
    await assert.rejects(changePaymentTerms(trx, books.other, terms.id, update), refused('not_found'));
    await createPaymentTerms(trx, books.other, input);
  });
});

test('over HTTP: create, change, list, and what the schema refuses', async () => {
  const app = await testApp(books.mine.companyId, 'admin', (app) =>
    paymentTermsRoutes(app, { db: books.db }),
  );
  try {
    const input = { name: 'Net 60', days: 60, fromEndOfMonth: false };
    const made = await app.call('POST', 'payment-terms', input);
    assert.deepEqual(made, {
      status: 201,
      body: { id: made.body.id, ...input, archived: false, version: 1 },
    });
    const update = { ...input, days: 61, archived: false, version: 1 };
    const changed = await app.call('PATCH', `payment-terms/${made.body.id}`, update);
    assert.deepEqual(changed, { status: 200, body: { ...made.body, days: 61, version: 2 } });
    const list = await app.call('GET', 'payment-terms');
    assert.ok(Value.Check(PaymentTermsList, list.body));
    for (const wrong of [
      { days: -1 },
      { days: 1.5 },
      { days: '30' },
      { days: 3651 },
      { name: '' },
      { more: 1 },
    ]) {
      const answer = await app.call('POST', 'payment-terms', { ...input, ...wrong });
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_input'], JSON.stringify(wrong));
    }
  } finally {
    await app.close();
  }
});
