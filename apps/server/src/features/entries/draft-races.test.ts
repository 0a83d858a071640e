import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import { newId } from '../../db/id.ts';
import { SETTINGS, type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { CONTACT, INVOICE, INVOICE_LINE } from '../../testing/documents.ts';
import { assertBooksHold, assertRefused, saleEntry } from '../../testing/entries.ts';

const ROUNDS = 20;

let api: TestApi;
let user: TestUser;
before(async () => {
  api = await testApi();
  user = await api.signUp();
});
after(() => api.close());

async function invoiceDraft(company: TestCompany): Promise<Document> {
  const contact = await user.post<{ id: string }>(`${company.at}/contacts`, CONTACT);
  const { status, body } = await user.post<Document>(`${company.at}/invoices`, {
    ...INVOICE,
    status: 'draft',
    contactId: contact.body.id,
    lines: [{ ...INVOICE_LINE, unitPrice: '10' }],
  });
  assert.equal(status, 201);
  return body;
}

test('an entry that is edited while it is posted is either posted as it was read or keeps the edit as a draft', async () => {
  const company = await user.createCompany();
  for (let round = 0; round < ROUNDS; round += 1) {
    const draft = await user.post<Entry>(
      `${company.at}/entries`,
      saleEntry(company, '1', { status: 'draft' }),
    );
    const url = `${company.at}/entries/${draft.body.id}`;
    const { status: _, ...edit } = saleEntry(company, '2', { version: 1 });
    const [posted, edited] = await Promise.all([
      user.post<Entry>(`${url}/post`, { version: 1 }),
      user.call<Entry>({ method: 'PUT', url, payload: edit }),
    ]);
    const kept = (await user.get<Entry>(url)).body;
    const [winner, loser, total, state] =
      posted.status === 201 ? [posted, edited, '1', 'posted'] : [edited, posted, '2', 'draft'];
    assert.ok(winner.status < 300, JSON.stringify(winner.body));
    assert.ok([404, 409].includes(loser.status), JSON.stringify(loser.body));
    assert.deepEqual([kept.total, kept.status], [total, state]);
  }
  await user.post(`${company.at}/entries`, saleEntry(company, '1'));
  await assertBooksHold(api, company.id);
});

test('an invoice that is deleted while it is posted is either deleted or posted', async () => {
  const company = await user.createCompany();
  for (let round = 0; round < ROUNDS; round += 1) {
    const draft = await invoiceDraft(company);
    const url = `${company.at}/invoices/${draft.id}`;
    const [posted, deleted] = await Promise.all([
      user.post(`${url}/post`, { version: 1 }),
      user.call({ method: 'DELETE', url }),
    ]);
    const there = (await user.get<Document>(url)).status === 200;
    assert.equal(posted.status === 201, there);
    assert.equal(deleted.status === 204, !there);
  }
  await user.post(`${company.at}/entries`, saleEntry(company, '1'));
  await assertBooksHold(api, company.id);
});

test('the audit record of a posted draft holds what the draft was', async () => {
  const company = await user.createCompany();
  const draft = await invoiceDraft(company);
  await user.post(`${company.at}/invoices/${draft.id}/post`, { version: 1 });
  const [record] = await api.asOwner<{ before: Document; after: Document }>(
    `SELECT before, after FROM erp.audit_log WHERE company_id = $1 AND action = 'invoice.posted'`,
    [company.id],
  );
  assert.deepEqual(
    [record?.before.status, record?.before.total, record?.after.status],
    ['draft', '10.00', 'posted'],
  );
});

test('the fiscal year starts another month or an entry is numbered by it, never both', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const company = await user.createCompany();
    const { name, country, timeZone, rounding } = SETTINGS;
    const change = { name, country, timeZone, rounding, fiscalYearStartMonth: 4, version: 1 };
    const [posted, changed] = await Promise.all([
      user.post<Entry>(`${company.at}/entries`, saleEntry(company, '1', { date: '2026-05-05' })),
      user.call<{ code?: string }>({ method: 'PATCH', url: company.at, payload: change }),
    ]);
    if (changed.status === 200 && posted.status === 201) assert.equal(posted.body.number, 'JE-2027-00001');
    else assert.ok([posted.status, changed.status].sort().join() === '200,409' || posted.status === 201);
    await user.post(`${company.at}/entries`, saleEntry(company, '1'));
    await assertBooksHold(api, company.id);
  }
});

test('one key sent as a draft and as a post at once: one is done, the other told that the key was used', async () => {
  const company = await user.createCompany();
  for (let round = 0; round < ROUNDS; round += 1) {
    const key = newId();
    const replies = await Promise.all([
      user.post(`${company.at}/entries`, saleEntry(company, '1', { status: 'draft' }), key),
      user.post(`${company.at}/entries`, saleEntry(company, '1'), key),
    ]);
    const refused = replies.filter((reply) => reply.status !== 201);
    assert.equal(refused.length, 1, JSON.stringify(replies.map((reply) => reply.body)));
    for (const reply of refused) assertRefused(reply, 'idempotency_key_reused');
  }
  await user.post(`${company.at}/entries`, saleEntry(company, '1'));
  await assertBooksHold(api, company.id);
});
