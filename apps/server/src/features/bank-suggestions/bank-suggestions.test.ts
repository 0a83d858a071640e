import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { BankRulesApplied } from '@crypto-erp/contract/bank-lines';
import type { BankRule } from '@crypto-erp/contract/bank-rules';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { CamtEntry } from '../../testing/bank.ts';
import { type Banking, banking } from '../../testing/banking.ts';
import { assertRefused, saleEntry } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade.close());

const MARCH: [string, string] = ['2026-03-01', '2026-03-31'];

/** Imports one line; its amount is also the closing balance. */
async function lineOf(bank: Banking, entry: Partial<CamtEntry> & { amount: string }) {
  const full = { date: '2026-03-20', reference: 'A', ...entry };
  const [line] = (await bank.statement(MARCH, ['0.00', entry.amount], [full])).lines;
  return line;
}

const RULE = {
  name: 'Fees',
  priority: 10,
  bankAccountId: null,
  direction: null,
  contains: 'account fee',
  minAmount: null,
  maxAmount: null,
  accountId: null,
  contactId: null,
  description: '',
};

describe('a suggestion', () => {
  test('names why: the number in the text, the amount, the contact; and is accepted as it is', async () => {
    const bank = await banking(trade);
    const wanted = await bank.post({}, [{ unitPrice: '100' }]);
    await bank.post({}, [{ unitPrice: '100' }]);
    await bank.post({}, [{ unitPrice: '55' }]);
    const line = await lineOf(bank, { amount: '100.00', text: `Thanks for ${wanted.number}`, name: 'ADA' });
    const found = await bank.suggestions(line);
    assert.deepEqual(
      found.map(({ kind, title, reasons, score }) => [kind, title, reasons, score]),
      [
        [
          'payment',
          `${wanted.number} · Ada`,
          ['Same amount as is open', `${wanted.number} is in the text`, 'Ada is named'],
          99,
        ],
        ['payment', 'INV-2026-00002 · Ada', ['Same amount as is open', 'Ada is named'], 55],
      ],
    );
    const [best] = found;
    assert.ok(best);
    const match = await bank.accept(line, best);
    assert.equal((await bank.get<Document>(`invoices/${wanted.id}`)).status, 'paid');
    assert.equal(match.kind, 'payment');
    assert.deepEqual(await bank.suggestions(line), []);
  });

  test('of several documents that the text names together is one payment', async () => {
    const bank = await banking(trade);
    const documents = [
      await bank.post({}, [{ unitPrice: '30' }]),
      await bank.post({}, [{ unitPrice: '12.50' }]),
    ];
    const line = await lineOf(bank, {
      amount: '42.50',
      text: documents.map(({ number }) => number).join(' and '),
    });
    const [both] = await bank.suggestions(line);
    assert.deepEqual(both?.payment?.allocations.map(({ amount }) => amount).sort(), ['12.5', '30']);
    assert.ok(both);
    await bank.accept(line, both);
    for (const { id } of documents) assert.equal((await bank.get<Document>(`invoices/${id}`)).status, 'paid');
  });

  test('of a part, or of more than is open, says so', async () => {
    const bank = await banking(trade);
    const { number } = await bank.post({}, [{ unitPrice: '100' }]);
    const [part] = await bank.suggestions(await lineOf(bank, { amount: '60.00', text: number ?? '' }));
    assert.ok(part?.reasons.includes('Pays 60 of 100'), JSON.stringify(part));
    const other = await banking(trade);
    const second = await other.post({}, [{ unitPrice: '100' }]);
    const line = await lineOf(other, { amount: '130.00', text: second.number ?? '' });
    const [more] = await other.suggestions(line);
    assert.ok(more?.reasons.includes('30 more than is open: kept as credit'), JSON.stringify(more));
    assert.ok(more);
    await other.accept(line, more);
  });

  test("of money that goes out is for bills, by the supplier's number, and not for invoices", async () => {
    const bank = await banking(trade);
    await bank.post({}, [{ unitPrice: '80' }]);
    const content = {
      ...bank.content({}, [{ unitPrice: '80' }]),
      externalNumber: 'R-7781',
      status: 'posted',
    };
    const bill = await bank.make<Document>('bills', content);
    const found = await bank.suggestions(await lineOf(bank, { amount: '-80.00', text: 'R 7781' }));
    assert.deepEqual(
      found.map(({ title }) => title),
      [`${bill.number} · Ada`],
    );
    assert.ok(found[0]?.reasons.includes('R-7781 is in the text'));
  });

  test('of an entry in the books goes by its day, and leaves out what is matched or cancels out', async () => {
    const bank = await banking(trade);
    const dates = ['2026-03-20', '2026-03-18', '2026-01-05', '2025-11-01'];
    const entries: Entry[] = [];
    for (const date of dates)
      entries.push(await bank.make<Entry>('entries', saleEntry(bank, '10', { date })));
    const undone = await bank.make<Entry>('entries', saleEntry(bank, '10', { date: '2026-03-19' }));
    await bank.call('POST', `entries/${undone.id}/reverse`, { date: '2026-03-19', description: '' });
    const line = await lineOf(bank, { amount: '10.00' });
    const found = await bank.suggestions(line);
    assert.deepEqual(
      found.map(({ match, reasons }) => [match?.entryLines[0]?.entryId, reasons]),
      [
        [entries[0]?.id, ['Same amount', 'Same day']],
        [entries[1]?.id, ['Same amount', '2 days before']],
        [entries[2]?.id, ['Same amount', '74 days before']],
      ],
    );
    assert.ok(found[0]);
    await bank.accept(line, found[0]);
  });

  test('remembers whose payments came from an account before', async () => {
    const bank = await banking(trade);
    const iban = 'GB82WEST12345698765432';
    const first = await bank.post({}, [{ unitPrice: '10' }]);
    const [line] = (
      await bank.statement(
        ['2026-03-05', '2026-03-05'],
        ['0.00', '10.00'],
        [{ date: '2026-03-05', amount: '10.00', iban, text: first.number ?? '' }],
      )
    ).lines;
    const [best] = await bank.suggestions(line);
    assert.ok(best);
    await bank.accept(line, best);
    await bank.post({}, [{ unitPrice: '20' }]);
    const [next] = (
      await bank.statement(
        ['2026-03-06', '2026-03-06'],
        ['10.00', '30.00'],
        [{ date: '2026-03-06', amount: '20.00', iban }],
      )
    ).lines;
    const [again] = await bank.suggestions(next);
    assert.deepEqual(again?.reasons, [
      'Same amount as is open',
      'Ada paid or was paid by this account before',
    ]);
  });
});

describe('a rule', () => {
  test('is asked in its order about text, amount, direction and account', async () => {
    const bank = await banking(trade);
    const rule = (change: object) =>
      bank.make<BankRule>('bank-rules', { ...RULE, accountId: bank.account('bank_fees'), ...change });
    await rule({ priority: 2, name: 'Later' });
    await rule({ priority: 1, name: 'Incoming', direction: 'in' });
    await rule({ priority: 1, name: 'Large', minAmount: '5.01' });
    await rule({ priority: 1, name: 'Small', contains: '', maxAmount: '4.99' });
    const line = await lineOf(bank, { amount: '-5.00', text: 'Your ACCOUNT FEE for March' });
    const [found] = await bank.suggestions(line);
    assert.deepEqual(found?.reasons, ['Rule "Later": the text contains "account fee"']);
    assert.ok(found);
    const made = await bank.accept(line, found);
    assert.deepEqual(await bank.entryLines(made.entryId), ['bank_fees EUR 5 5', 'bank EUR -5 -5']);
  });

  test('is applied to all open lines, told or booked; what is refused leaves the others', async () => {
    const bank = await banking(trade);
    for (const month of ['2026-01', '2026-02']) await bank.call('POST', `periods/${month}/close`, {});
    const { lines } = await bank.statement(
      ['2026-02-01', '2026-03-31'],
      ['0.00', '-16.00'],
      [
        { date: '2026-02-27', amount: '-5.00', text: 'account fee' },
        { date: '2026-03-27', amount: '-5.00', text: 'account fee' },
        { date: '2026-03-28', amount: '-6.00', text: 'something else' },
      ],
    );
    const { id } = await bank.make<BankRule>('bank-rules', { ...RULE, accountId: bank.account('bank_fees') });
    const apply = async (book: boolean, ruleIds: string[] | null = null) =>
      (
        await bank.call<BankRulesApplied>('POST', 'bank-lines/apply-rules', {
          bankAccountId: bank.bank.id,
          ruleIds,
          book,
        })
      ).body;
    assert.deepEqual((await apply(true, [])).items, []);
    assert.deepEqual(
      (await apply(false)).items.map(({ lineId, ruleId, outcome }) => [lineId, ruleId, outcome]),
      lines.slice(0, 2).map((line) => [line.id, id, 'suggested']),
    );
    const booked = await apply(true, [id]);
    assert.deepEqual(
      booked.items.map(({ outcome, code }) => [outcome, code]),
      [
        ['refused', 'period_closed'],
        ['booked', null],
      ],
    );
    const states = (await bank.allLines()).toReversed().map(({ state }) => state);
    assert.deepEqual(states, ['open', 'matched', 'open']);
  });

  test('of a contact pays the one document of that amount, and else on account', async () => {
    const bank = await banking(trade);
    const invoice = await bank.post({}, [{ unitPrice: '70' }]);
    await bank.make<BankRule>('bank-rules', {
      ...RULE,
      contains: 'standing order',
      contactId: bank.contactId,
    });
    await bank.statement(
      MARCH,
      ['0.00', '170.00'],
      [
        { date: '2026-03-20', amount: '70.00', text: 'Standing order' },
        { date: '2026-03-21', amount: '100.00', text: 'Standing order' },
      ],
    );
    const body = { bankAccountId: bank.bank.id, ruleIds: null, book: true };
    const { items } = (await bank.call<BankRulesApplied>('POST', 'bank-lines/apply-rules', body)).body;
    assert.deepEqual(
      items.map(({ outcome }) => outcome),
      ['booked', 'booked'],
    );
    assert.equal((await bank.get<Document>(`invoices/${invoice.id}`)).status, 'paid');
    const open = await bank.get<{ items: { openAmount: string }[] }>(
      `open-items?contactId=${bank.contactId}`,
    );
    assert.deepEqual(
      open.items.map(({ openAmount }) => openAmount),
      ['-100.00'],
    );
  });

  test('is kept, changed and deleted; one that says nothing is refused at its field', async () => {
    const bank = await banking(trade);
    const make = (change: object) =>
      bank.call('POST', 'bank-rules', { ...RULE, accountId: bank.account('bank_fees'), ...change });
    assertRefused(await make({ contains: ' ' }), 'rule_incomplete', '/contains');
    assertRefused(await make({ accountId: null }), 'rule_incomplete', '/accountId');
    assertRefused(await make({ contactId: bank.contactId }), 'rule_incomplete', '/accountId');
    assertRefused(await make({ minAmount: '2', maxAmount: '1' }), 'rule_incomplete', '/maxAmount');
    assertRefused(await make({ accountId: bank.account('payable') }), 'control_account', '/accountId');
    const made = (await make({ minAmount: '1.50' })).body as BankRule;
    const { id, version, ...fields } = made;
    assert.equal(made.minAmount, '1.5');
    const patch = (payload: object) =>
      trade.user.call<BankRule>({ method: 'PATCH', url: `${bank.at}/bank-rules/${id}`, payload });
    assert.equal((await patch({ ...fields, name: 'Other', version })).body.name, 'Other');
    assertRefused(await patch({ ...fields, version }), 'version_conflict', '/version');
    assert.equal((await bank.call('DELETE', `bank-rules/${id}`)).status, 204);
    assertRefused(await bank.call('DELETE', `bank-rules/${id}`), 'not_found');
  });
});
