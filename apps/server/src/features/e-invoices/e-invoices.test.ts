import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Problem } from '@crypto-erp/contract/problem';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';
import { child, parseXml, textAt } from '../../xml.ts';
import { createDocumentRenderer } from '../documents/pdf/render-in-worker.ts';
import { renderDocumentPdf } from '../documents/render-pdf.ts';

let trade: Trade;
const renderer = createDocumentRenderer();
before(async () => {
  trade = await testTrade();
});
after(async () => {
  await renderer.close();
  await trade?.close();
});

const SELLER = { taxNumber: 'DE123456789', address: 'Hauptstr. 1\n10115 Berlin' };
const BUYER = { name: 'Compras SA', taxNumber: 'A78222114', address: 'Gran Vía 1', country: 'ES' };

async function seller() {
  const company = await trade.trader(SELLER);
  const contactId = (await company.contact(BUYER)).id;
  return { ...company, contactId, taxId: (await company.tax()).id };
}

test('a posted invoice is answered as UBL, with the same text each time', async () => {
  const { post, contactId, taxId, call } = await seller();
  const invoice = await post({ contactId }, [{ taxId, quantity: '3', discountPercent: '10' }]);
  const answer = await call<string>('GET', `invoices/${invoice.id}/ubl`);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.match(String(answer.headers['content-type']), /^application\/xml/);
  assert.equal(answer.headers['content-disposition'], `attachment; filename="${invoice.number}.xml"`);
  const root = parseXml(answer.body);
  assert.equal(textAt(root, 'ID'), invoice.number);
  assert.equal(textAt(root, 'LegalMonetaryTotal', 'TaxInclusiveAmount'), invoice.total);
  const buyer = child(root, 'AccountingCustomerParty', 'Party');
  assert.equal(textAt(buyer, 'PartyLegalEntity', 'RegistrationName'), BUYER.name);
  assert.equal((await call<string>('GET', `invoices/${invoice.id}/ubl`)).body, answer.body);
});

test('an invoice in bitcoin has the base amounts that were posted', async () => {
  const { post, contactId, taxId, call, id } = await seller();
  await trade.api.asOwner(
    "INSERT INTO erp.rates (source, asset, date, per_euro) VALUES ('ecb', 'BTC', '2026-03-02', 0.000016) ON CONFLICT DO NOTHING",
  );
  const invoice = await post({ contactId, asset: 'BTC' }, [
    { taxId, unitPrice: '0.01234567' },
    { taxId, unitPrice: '0.1' },
  ]);
  const root = parseXml((await call<string>('GET', `invoices/${invoice.id}/ubl`)).body);
  assert.equal(textAt(root, 'DocumentCurrencyCode'), 'EUR');
  assert.equal(textAt(root, 'LegalMonetaryTotal', 'PayableAmount'), invoice.baseTotal);
  const means = child(root, 'PaymentMeans', 'PaymentMeansCode');
  assert.match(means?.attributes.name ?? '', /^0[.]13593826 BTC at 62500 EUR per BTC$/);
  assert.ok(id);
});

test('a credit note names its invoice', async () => {
  const { post, note, contactId, taxId, call } = await seller();
  const invoice = await post({ contactId }, [{ taxId }]);
  const credit = await note('credit-notes', { contactId, correctsId: invoice.id }, [
    { taxId, unitPrice: '10' },
  ]);
  const root = parseXml((await call<string>('GET', `credit-notes/${credit.id}/ubl`)).body);
  assert.equal(root.name, 'CreditNote');
  assert.equal(textAt(root, 'BillingReference', 'InvoiceDocumentReference', 'ID'), invoice.number);
  assert.equal(textAt(root, 'LegalMonetaryTotal', 'PayableAmount'), '12.10');
});

test('a draft, an incomplete document and a purchase have no e-invoice', async () => {
  const { draft, post, note, contactId, call } = await seller();
  assertRefused(await call('GET', `invoices/${(await draft({ contactId })).id}/ubl`), 'not_posted');
  const answer = await call<Problem>('GET', `invoices/${(await post()).id}/ubl`);
  assertRefused(answer, 'e_invoice_incomplete', '/contact/country');
  assert.deepEqual(
    answer.body.errors?.map(({ path }) => path),
    ['/contact/country', '/contact/address', '/contact/email'],
  );
  const received = await note('credit-notes', { contactId, side: 'purchase' });
  assertRefused(await call('GET', `credit-notes/${received.id}/ubl`), 'not_found');
});

test('Factur-X is the kept PDF with the e-invoice in it', async () => {
  const { post, contactId, taxId, call, id } = await seller();
  const invoice = await post({ contactId }, [{ taxId }]);
  const path = `invoices/${invoice.id}/factur-x`;
  assertRefused(await call('GET', path), 'document_not_ready');
  await renderDocumentPdf(trade.api.db, renderer, { companyId: id, documentId: invoice.id });
  const response = await trade.api.app.inject({
    method: 'GET',
    url: `/v1/companies/${id}/${path}`,
    headers: { cookie: trade.user.cookie },
  });
  assert.equal(response.statusCode, 200, response.body);
  assert.equal(response.headers['content-type'], 'application/pdf');
  const file = response.rawPayload.toString('latin1');
  assert.match(file, /^%PDF-/);
  assert.match(file, /pdfaid:part[^0-9]*3/);
  assert.match(file, /EN 16931/);
});
