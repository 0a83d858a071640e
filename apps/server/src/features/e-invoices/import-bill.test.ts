import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ImportedBill } from '@crypto-erp/contract/e-invoices';
import { newId } from '../../db/id.ts';
import type { Reply } from '../../testing/api.ts';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';
import { ublExample } from './ubl-example.testing.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
after(() => trade?.close());

/** A company with the tax code that the example needs. */
async function buyer() {
  const company = await trade.trader();
  const taxId = (await company.tax({ code: 'V19', rate: '19' })).id;
  const take = <T = ImportedBill>(payload: string | Buffer, type = 'application/xml'): Promise<Reply<T>> =>
    trade.user.call<T>({
      method: 'POST',
      url: `${company.at}/bills/import`,
      payload,
      headers: { 'content-type': type, 'idempotency-key': newId() },
    });
  return { ...company, taxId, take };
}

test('an e-invoice becomes the draft of a bill of a new supplier, and its file is kept', async () => {
  const { take, taxId, get, call } = await buyer();
  const { status, body } = await take(ublExample());
  assert.equal(status, 201, JSON.stringify(body));
  const { document, contact, differences } = body;
  assert.deepEqual(
    [document.kind, document.side, document.status, document.externalNumber, document.total],
    ['bill', 'purchase', 'draft', 'R-17', '58.55'],
  );
  assert.deepEqual([contact.created, differences], [true, []]);
  assert.deepEqual(
    document.lines.map((line) => [line.description, line.net, line.taxId]),
    [
      ['Paper', '45.00', taxId],
      ['Post', '5.00', null],
    ],
  );
  const supplier = await get<{ name: string; taxNumber: string }>(`contacts/${document.contactId}`);
  assert.deepEqual([supplier.name, supplier.taxNumber], ['Supplier GmbH', 'DE811111111']);
  const file = await call<string>('GET', `e-invoices/${document.id}`);
  assert.equal(file.body, ublExample());
  const posted = await call('POST', `bills/${document.id}/post`, { version: 1 });
  assert.equal(posted.status, 201, JSON.stringify(posted.body));
  await trade.verify();
});

test('a supplier is known by the tax number however it is written, else by the name', async () => {
  const { take, contact } = await buyer();
  const known = (await contact({ name: 'Somebody', taxNumber: 'de 811.111.111' })).id;
  const byNumber = (await take(ublExample())).body;
  assert.deepEqual(byNumber.contact, { id: known, created: false });
  const other = await buyer();
  const named = (await other.contact({ name: 'SUPPLIER gmbh' })).id;
  assert.deepEqual((await other.take(ublExample())).body.contact, { id: named, created: false });
});

test('the same file is taken once, and again when its draft is gone', async () => {
  const { take, call } = await buyer();
  const [first, second] = await Promise.all([take(ublExample()), take(ublExample())]);
  const made = first.status === 201 ? first : second;
  assertRefused(made === first ? second : first, 'already_exists');
  assertRefused(await take(ublExample()), 'already_exists');
  assert.equal((await call('DELETE', `bills/${made.body.document.id}`)).status, 204);
  assert.equal((await take(ublExample())).status, 201);
});

test("a supplier's credit note corrects the bill that it names", async () => {
  const { take, call } = await buyer();
  const bill = (await take(ublExample({ number: 'R-16' }))).body.document;
  assert.equal((await call('POST', `bills/${bill.id}/post`, { version: 1 })).status, 201);
  const { body } = await take(ublExample({ credit: true, number: 'G-1' }));
  assert.deepEqual(
    [body.document.kind, body.document.side, body.document.correctsId],
    ['credit-note', 'purchase', bill.id],
  );
  assert.equal((await call('GET', `e-invoices/${body.document.id}`)).status, 200);
  assertRefused(await call('GET', `e-invoices/${body.contact.id}`), 'not_found');
});

test('a rate that the company has no tax code for is named at its line, and nothing is kept', async () => {
  const company = await trade.trader();
  const answer = await trade.user.call({
    method: 'POST',
    url: `${company.at}/bills/import`,
    payload: ublExample(),
    headers: { 'content-type': 'application/xml' },
  });
  assertRefused(answer, 'unknown_tax', '/lines/0/taxId');
  const { items } = await company.get<{ items: { name: string }[] }>('contacts');
  assert.ok(items.every(({ name }) => name !== 'Supplier GmbH'));
});

test('sums that we compute otherwise are said', async () => {
  const { take } = await buyer();
  const theirs = ublExample().replaceAll('8.55', '8.56').replaceAll('58.55', '58.56');
  assert.deepEqual((await take(theirs)).body.differences, [
    { field: 'tax', stated: '8.56', computed: '8.55' },
    { field: 'total', stated: '58.56', computed: '58.55' },
  ]);
});

test('JSON, another encoding, what is too long and what is no e-invoice are refused', async () => {
  const { take, at } = await buyer();
  assertRefused(await take('{}', 'application/json'), 'unsupported_media_type');
  assertRefused(await take(Buffer.from(ublExample(), 'utf16le')), 'invalid_xml');
  assertRefused(await take('<a/>'), 'not_an_e_invoice');
  assertRefused(await take(Buffer.alloc(5 * 1024 * 1024 + 1, 32)), 'body_too_large');
  const elsewhere = await trade.user.call({
    method: 'POST',
    url: `${at}/contacts`,
    payload: '<a/>',
    headers: { 'content-type': 'application/xml' },
  });
  assertRefused(elsewhere, 'unsupported_media_type');
});
