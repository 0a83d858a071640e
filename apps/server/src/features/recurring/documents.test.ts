import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Occurrence, Recurring, RecurringRunResult } from '@crypto-erp/contract/recurring';
import { newId } from '../../db/id.ts';
import { CONTACT, INVOICE_LINE } from '../../testing/documents.ts';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';

let trade: Trade;
let trader: Trader;
before(async () => {
  trade = await testTrade();
});
after(async () => {
  await trade.verify();
  await trade.close();
});
beforeEach(async () => {
  trader = await trade.trader();
});

const input = (change: object = {}, content: object = {}) => ({
  name: 'Hosting',
  kind: 'invoice',
  mode: 'post',
  rule: 'FREQ=MONTHLY;BYMONTHDAY=1',
  startsOn: '2026-01-15',
  endsOn: '2026-03-10',
  proRata: true,
  content: {
    contactId: trader.contactId,
    paymentTermsId: null,
    asset: 'EUR',
    reference: 'Contract 7',
    notes: '',
    lines: [{ ...INVOICE_LINE, description: 'Hosting', unitPrice: '1000' }],
    ...content,
  },
  ...change,
});
const create = (change?: object, content?: object) =>
  trader.make<Recurring>('recurring', input(change, content));
async function run(date: string): Promise<RecurringRunResult> {
  const answer = await trader.call<RecurringRunResult>('POST', 'recurring/run', { date });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}
const occurrences = async ({ id }: Recurring): Promise<Occurrence[]> =>
  (await trader.get<{ items: Occurrence[] }>(`recurring/${id}/occurrences`)).items.toReversed();

test('invoices are posted with numbers, tax, due dates and PDFs like any other, parts of months by their days', async () => {
  const tax = await trader.tax();
  const terms = await trader.make<{ id: string }>('payment-terms', {
    name: '14 days',
    days: 14,
    fromEndOfMonth: false,
  });
  const hosting = await create(
    {},
    {
      paymentTermsId: terms.id,
      lines: [{ ...INVOICE_LINE, quantity: '2', unitPrice: '500', taxId: tax.id }],
    },
  );
  assert.deepEqual(await run('2026-12-31'), { created: 3, failed: 0, more: false });
  const found = await Promise.all(
    (await occurrences(hosting)).map(({ createdId }) => trader.get<Document>(`invoices/${createdId}`)),
  );
  assert.deepEqual(
    found.map(({ number, issueDate, dueDate, lines, net, tax: sum, pdf }) =>
      [number, issueDate, dueDate, lines[0]?.quantity, net, sum, pdf].join(' '),
    ),
    [
      'INV-2026-00001 2026-01-15 2026-01-29 1.09677419 548.39 115.16 pending',
      'INV-2026-00002 2026-02-01 2026-02-15 2 1000.00 210.00 pending',
      'INV-2026-00003 2026-03-01 2026-03-15 0.64516129 322.58 67.74 pending',
    ],
  );
  assert.equal(found[0]?.reference, 'Contract 7');
});

test('bills become drafts of the purchase side', async () => {
  const rent = await create({ kind: 'bill', mode: 'draft', proRata: false, name: 'Rent' });
  assert.equal((await run('2026-02-01')).created, 1);
  const [first] = await occurrences(rent);
  const bill = await trader.get<Document>(`bills/${first?.createdId}`);
  assert.deepEqual(
    [bill.status, bill.side, bill.number, bill.issueDate, bill.total],
    ['draft', 'purchase', null, '2026-02-01', '1000.00'],
  );
});

test('a contact that is archived meanwhile, or a missing rate, is kept as a failure until it is mended', async () => {
  const hosting = await create({ proRata: false });
  const dollars = await create({ proRata: false, name: 'Dollars' }, { asset: 'USD' });
  const archive = (archived: boolean, version: number) =>
    trader.call('PATCH', `contacts/${trader.contactId}`, { ...CONTACT, archived, version });
  assert.equal((await archive(true, 1)).status, 200);
  assert.deepEqual(await run('2026-02-01'), { created: 0, failed: 2, more: false });
  const [failed] = await occurrences(hosting);
  assert.equal(failed?.problem?.code, 'contact_archived');
  assert.equal((await archive(false, 2)).status, 200);
  for (const one of [hosting, dollars]) {
    const again = await trader.call<Occurrence>('POST', `recurring/${one.id}/occurrences/2026-02-01/retry`);
    assert.equal(again.status, 200, JSON.stringify(again.body));
    const made = await trader.get<Document>(`invoices/${again.body.createdId}`);
    assert.deepEqual([made.issueDate, made.status, again.body.kind], ['2026-02-01', 'posted', 'invoice']);
  }
});

test('content that no date would take, or of another kind, is refused at once', async () => {
  const refuse = async (body: object, code: string, path: string) =>
    assertRefused(await trader.call('POST', 'recurring', body), code, path);
  await refuse(input({}, { contactId: newId() }), 'unknown_contact', '/content/contactId');
  const line = (change: object) => ({ lines: [{ ...INVOICE_LINE, ...change }] });
  await refuse(input({}, line({ taxId: newId() })), 'unknown_tax', '/content/lines/0/taxId');
  await refuse(
    input({}, line({ accountId: trader.account('bank') })),
    'account_wrong_type',
    '/content/lines/0/accountId',
  );
  await refuse(
    input({}, line({ unitPrice: '9'.repeat(38) })),
    'amount_too_large',
    '/content/lines/0/unitPrice',
  );
  await refuse(input({ kind: 'entry' }), 'invalid_input', '/content');
  await refuse(input({ content: { description: '', lines: [] } }), 'invalid_input', '/content');
  const { rule, endsOn, ...endless } = input();
  await refuse({ ...endless, rule: 'FREQ=MONTHLY', endsOn: null }, 'rule_without_end', '/rule');
});
