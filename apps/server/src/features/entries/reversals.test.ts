import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Entry } from '@crypto-erp/contract/entries';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestUser, testApi } from '../../testing/api.ts';
import { assertBooksHold, assertRefused, saleEntry } from '../../testing/entries.ts';
import { fullCompany } from '../../testing/full-company.ts';

let api: TestApi;
let user: TestUser;
let company: Awaited<ReturnType<typeof fullCompany>>;
before(async () => {
  api = await testApi();
  user = await api.signUp();
  company = await fullCompany(api, user);
});
after(async () => {
  try {
    await assertBooksHold(api, company.id);
  } finally {
    await api.close();
  }
});

const newEntry = async (changes: object = {}) =>
  (await user.post<Entry>(`${company.at}/entries`, saleEntry(company, '70', changes))).body;
const reverse = (id: string | null, date = '2026-03-20', key?: string) =>
  user.post<Entry>(`${company.at}/entries/${id}/reverse`, { date, description: 'Undone' }, key);
const read = async (id: string) => (await user.get<Entry>(`${company.at}/entries/${id}`)).body;

test('a reversal has the same lines with the other sign, and its original says so', async () => {
  const original = await newEntry();
  const reversal = await reverse(original.id, original.date);
  assert.equal(reversal.status, 201);
  assert.deepEqual(
    reversal.body.lines,
    original.lines.map((line) => ({
      ...line,
      quantity: line.quantity === '70' ? '-70' : '70',
      baseAmount: line.baseAmount === '70' ? '-70' : '70',
    })),
  );
  assert.deepEqual(
    [reversal.body.source, reversal.body.reversesId, reversal.body.total, reversal.body.description],
    ['reversal', original.id, '70', 'Undone'],
  );
  assert.deepEqual(await read(reversal.body.id), reversal.body);
  const after = await read(original.id);
  assert.deepEqual([after.status, after.reversedById], ['reversed', reversal.body.id]);
  assert.deepEqual(after.lines, original.lines);
});

test('an entry is reversed once: the second is refused, the same key gets the first answer', async () => {
  const { id } = await newEntry();
  const key = newId();
  const first = await reverse(id, '2026-03-20', key);
  assert.equal(first.status, 201);
  assertRefused(await reverse(id), 'already_reversed');
  assert.deepEqual((await reverse(id, '2026-03-20', key)).body, first.body);
  assertRefused(await reverse(id, '2026-03-21', key), 'idempotency_key_reused');
});

test('ten who reverse one entry at once make one reversal', async () => {
  const { id } = await newEntry();
  const replies = await Promise.all(Array.from({ length: 10 }, () => reverse(id)));
  assert.equal(replies.filter((reply) => reply.status === 201).length, 1);
  for (const reply of replies.filter((one) => one.status !== 201)) assertRefused(reply, 'already_reversed');
});

test('20 equal reversals at once, of one key, get one answer', async () => {
  const { id } = await newEntry();
  const key = newId();
  const replies = await Promise.all(Array.from({ length: 20 }, () => reverse(id, '2026-03-20', key)));
  for (const reply of replies) {
    assert.equal(reply.status, 201);
    assert.deepEqual(reply.body, replies[0]?.body);
  }
});

test('a reversal is dated on or after its original, in an open period, which the original need not be', async () => {
  const { id } = await newEntry();
  assertRefused(await reverse(id, '2026-03-14'), 'date_before_original', '/date');
  assertRefused(await reverse(id, '2026-01-31'), 'period_closed', '/date');
  assert.equal((await reverse(company.january.id, '2026-02-01')).status, 201);
});

test('the entry of an invoice or a payment is reversed by its document', async () => {
  assertRefused(await reverse(company.invoice.entryId), 'reverse_document_instead');
  assertRefused(await reverse(company.payment.entryId), 'reverse_document_instead');
});

test('neither is the reversal that a document posted: it would open again what the document closed', async () => {
  const payment = await user.post(`${company.at}/payments/${company.payment.id}/reverse`, {
    date: '2026-03-31',
    reason: 'Bounced',
  });
  assert.equal(payment.status, 200, JSON.stringify(payment.body));
  const [reversal] = await api.asOwner<{ id: string }>(
    'SELECT reversal_entry_id AS id FROM erp.payments WHERE company_id = $1 AND id = $2',
    [company.id, company.payment.id],
  );
  assertRefused(await reverse(String(reversal?.id), '2026-03-31'), 'reverse_document_instead');
});

test('a draft is not reversed, and neither is what does not exist', async () => {
  assertRefused(await reverse(company.draftEntry.id), 'not_posted');
  assertRefused(await reverse(newId()), 'not_found');
});
