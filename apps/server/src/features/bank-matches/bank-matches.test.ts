import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { BankMatch } from '@crypto-erp/contract/bank-matches';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { Payment } from '@crypto-erp/contract/payments';
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

const sale = (bank: Banking, amount: string, date = '2026-03-02') =>
  bank.make<Entry>('entries', saleEntry(bank, amount, { date }));
const states = async (bank: Banking) =>
  (await bank.allLines()).map(({ amount, state }) => `${amount} ${state}`).sort();

/** A bank account with one statement of two lines. */
async function twoLines(amounts: [string, string] = ['100.00', '-40.00'], closing = '60.00') {
  const bank = await banking(trade);
  const [first, second] = amounts;
  const { id, lines } = await bank.statement(
    MARCH,
    ['0.00', closing],
    [
      { date: '2026-03-02', amount: first, reference: 'A' },
      { date: '2026-03-03', amount: second, reference: 'B' },
    ],
  );
  const match = (bankLineIds: unknown[], entryLines: unknown[], more: object = {}) =>
    bank.call<BankMatch>('POST', 'bank-matches', {
      bankAccountId: bank.bank.id,
      bankLineIds,
      entryLines,
      ...more,
    });
  return { ...bank, statementId: id, lines, match };
}

describe('a match with the books', () => {
  test('of several lines on both sides holds when their sums are equal', async () => {
    const bank = await twoLines(['100.00', '20.00'], '120.00');
    const [a, b] = bank.lines;
    const entries = [await sale(bank, '70'), await sale(bank, '50')];
    const refs = entries.map(({ id }) => ({ entryId: id, position: 1 }));
    const unequal = await bank.match([a?.id], refs);
    assert.match(assertRefused(unequal, 'match_unbalanced', '/entryLines').detail, /difference of -20:/);
    const { status, body } = await bank.match([a?.id, b?.id], refs);
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual(
      [body.kind, body.amount, body.bankLineIds.length, body.entryLines.length],
      ['entries', '120.00', 2, 2],
    );
    assert.deepEqual(await states(bank), ['100.00 matched', '20.00 matched']);
    assertRefused(
      await bank.match([a?.id], [{ entryId: entries[0]?.id, position: 1 }]),
      'bank_line_not_open',
    );
  });

  test('takes each line once, whoever comes first', async () => {
    const bank = await twoLines(['100.00', '100.00'], '200.00');
    const [a, b] = bank.lines;
    const entry = { entryId: (await sale(bank, '100')).id, position: 1 };
    const answers = await Promise.all([bank.match([a?.id], [entry]), bank.match([b?.id], [entry])]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
    const lost = answers.find(({ status }) => status === 409);
    if (lost) assertRefused(lost, 'entry_line_matched', '/entryLines/0');
  });

  test('knows only lines on its own account, in its own asset', async () => {
    const bank = await twoLines();
    const [a] = bank.lines;
    const { id } = await sale(bank, '100');
    assertRefused(
      await bank.match([a?.id], [{ entryId: id, position: 2 }]),
      'unknown_entry_line',
      '/entryLines/0',
    );
    assertRefused(
      await bank.match([id], [{ entryId: id, position: 1 }]),
      'unknown_bank_line',
      '/bankLineIds/0',
    );
    assertRefused(await bank.match([], []), 'match_unbalanced');
  });

  test('is kept by the database too: unequal sides, a second match, a part that joins later', async () => {
    const bank = await twoLines();
    const [a, b] = bank.lines;
    const entry = await sale(bank, '100');
    const { body: made } = await bank.match([a?.id], [{ entryId: entry.id, position: 1 }]);
    const refuse = (code: string, text: string) =>
      assert.rejects(trade.api.asOwner(`SET app.company_ids = '{${bank.id}}'; ${text}`), { code }, text);
    const match = `INSERT INTO erp.bank_matches (company_id, id, bank_account_id, kind)
      VALUES ('${bank.id}', gen_random_uuid(), '${bank.bank.id}', 'entries') RETURNING id`;
    const part = (match: string, line: string | undefined) =>
      `INSERT INTO erp.bank_match_lines (company_id, match_id, bank_line_id) VALUES ('${bank.id}', ${match}, '${line}')`;
    await refuse('CE132', match);
    await refuse(
      'CE132',
      `${match}; ${part(`(SELECT max(id::text)::uuid FROM erp.bank_matches WHERE created_at = now())`, b?.id)}`,
    );
    await refuse('CE133', part(`'${made.id}'`, b?.id));
    await refuse('CE133', `DELETE FROM erp.bank_match_entry_lines WHERE match_id = '${made.id}'`);
    await refuse('CE133', `UPDATE erp.bank_lines SET amount = 1 WHERE id = '${b?.id}'`);
    await refuse('CE133', `UPDATE erp.bank_lines SET ignored_reason = 'x' WHERE id = '${a?.id}'`);
    await refuse('CE131', `DELETE FROM erp.bank_statement_lines WHERE bank_line_id = '${b?.id}'`);
    await refuse(
      'CE134',
      `UPDATE erp.bank_statements SET reconciled_at = now(), reconciled_by_kind = 'user'`,
    );
    const twice = `INSERT INTO erp.bank_match_entry_lines (company_id, match_id, entry_id, position)
      SELECT company_id, m.id, entry_id, position FROM erp.bank_match_entry_lines x, (SELECT id FROM erp.bank_matches
      WHERE created_at = now()) AS m WHERE match_id = '${made.id}'`;
    await refuse('23505', `${match}; ${twice}`);
  });
});

describe('a payment by a line', () => {
  test('pays the document, less the fee of the bank, and is matched', async () => {
    const bank = await twoLines(['98.50', '-40.00'], '58.50');
    const invoice = await bank.post();
    const [line] = bank.lines;
    const made = await bank.make<BankMatch>(`bank-lines/${line?.id}/pay`, {
      side: 'sales',
      contactId: bank.contactId,
      date: null,
      reference: 'A',
      fee: { amount: '1.50', accountId: null },
      rest: 'refuse',
      allocations: [{ itemId: invoice.id, amount: '100' }],
    });
    assert.equal(made.kind, 'payment');
    assert.deepEqual(await bank.entryLines(made.entryId), [
      'bank EUR 98.5 98.5',
      'bank_fees EUR 1.5 1.5',
      'receivable EUR -100 -100',
    ]);
    assert.equal((await bank.get<Document>(`invoices/${invoice.id}`)).status, 'paid');
    const payment = await bank.get<Payment>(`payments/${made.paymentId}`);
    assert.deepEqual([payment.date, payment.amount, payment.fee], ['2026-03-02', '100.00', '1.50']);
    assert.deepEqual(await states(bank), ['-40.00 open', '98.50 matched']);
  });

  test('that goes out pays a bill, and more than is open is refused or kept', async () => {
    const bank = await twoLines();
    const bill = await bank.make<Document>('bills', {
      ...bank.content(),
      externalNumber: 'X',
      status: 'posted',
    });
    const [, line] = bank.lines;
    const input = {
      side: 'purchase',
      contactId: bank.contactId,
      date: null,
      reference: '',
      fee: null,
      rest: 'refuse',
      allocations: [{ itemId: bill.id, amount: '30' }],
    };
    const pay = (change: object) => bank.call('POST', `bank-lines/${line?.id}/pay`, { ...input, ...change });
    assertRefused(await pay({}), 'payment_exceeds_open_amount');
    assertRefused(
      await pay({ fee: { amount: '40', accountId: null } }),
      'amount_not_positive',
      '/fee/amount',
    );
    assert.equal((await pay({ rest: 'credit' })).status, 201);
    assertRefused(await pay({ rest: 'credit' }), 'bank_line_not_open');
  });
});

describe('a booking of a line', () => {
  test('in another asset than the base is at the rate of its day, split to the cent', async () => {
    const bank = await banking(trade, {}, 'USD');
    const { lines } = await bank.statement(
      ['2026-03-16', '2026-03-31'],
      ['0.00', '-100.00'],
      [{ date: '2026-03-16', amount: '-100.00', name: 'Landlord', text: 'Rent' }],
    );
    const [line] = lines;
    const part = (amount: string, role: 'expenses' | 'bank_fees') => ({
      accountId: bank.account(role),
      amount,
      contactId: null,
      description: '',
    });
    const body = {
      date: null,
      description: '',
      lines: [part('33.33', 'expenses'), part('66.67', 'bank_fees')],
    };
    const made = await bank.make<BankMatch>(`bank-lines/${line?.id}/book`, body);
    // 100 dollars at 1.1478 are 87.12 euros.
    assert.deepEqual(await bank.entryLines(made.entryId), [
      'expenses USD 33.33 29.04',
      'bank_fees USD 66.67 58.08',
      'bank USD -100 -87.12',
    ]);
    const entry = await bank.get<Entry>(`entries/${made.entryId}`);
    assert.deepEqual([entry.description, entry.source], ['Landlord · Rent', 'manual']);
  });

  test('refuses amounts that are not the line, the bank itself, and a control account, at their field', async () => {
    const bank = await twoLines();
    const [line] = bank.lines;
    const book = (change: object) => {
      const body = bank.book(line, 'sales');
      return bank.call('POST', `bank-lines/${line?.id}/book`, {
        ...body,
        lines: [{ ...body.lines[0], ...change }],
      });
    };
    assertRefused(await book({ amount: '99.99' }), 'match_unbalanced', '/lines');
    assertRefused(await book({ accountId: bank.account('bank') }), 'match_unbalanced', '/lines/0/accountId');
    assertRefused(
      await book({ accountId: bank.account('receivable') }),
      'control_account',
      '/lines/0/accountId',
    );
    assert.equal((await book({})).status, 201);
    assertRefused(await book({}), 'bank_line_not_open');
  });

  test('above what one person may post needs an approval, like every entry that a person writes', async () => {
    const bank = await twoLines();
    const rule = { threshold: '50', approverRoles: ['owner'], approverIds: [], version: null };
    const set = await bank.call('PUT', 'approval-rules/entry', rule);
    assert.equal(set.status, 200, JSON.stringify(set.body));
    const [large, small] = bank.lines;
    const book = (line: typeof large) =>
      bank.call('POST', `bank-lines/${line?.id}/book`, bank.book(line, 'sales'));
    assertRefused(await book(large), 'approval_required');
    assert.equal((await book(small)).status, 201);
  });
});

describe('undoing', () => {
  test('opens the line and leaves the books; with a reversal both entries clear each other', async () => {
    const bank = await twoLines();
    const invoice = await bank.post();
    const [line] = bank.lines;
    const suggestion = (await bank.suggestions(line))[0];
    assert.ok(suggestion);
    const made = await bank.accept(line, suggestion);
    const undone = await bank.call('POST', `bank-matches/${made.id}/undo`, { reverse: null });
    assert.equal(undone.status, 204);
    assert.equal((await bank.get<Document>(`invoices/${invoice.id}`)).status, 'paid');
    const [again] = await bank.suggestions(line);
    assert.deepEqual([again?.kind, again?.match?.entryLines[0]?.entryId], ['match', made.entryId]);

    await bank.call('POST', `payments/${made.paymentId}/reverse`, { date: '2026-03-04', reason: 'x' });
    // What cancels out in the books is no candidate any more.
    assert.deepEqual(
      (await bank.suggestions(line)).map(({ kind }) => kind),
      ['payment'],
    );

    const second = await bank.make<BankMatch>(`bank-lines/${line?.id}/book`, bank.book(line, 'sales'));
    const reverse = { date: '2026-03-05', reason: 'Wrong account' };
    const both = await bank.call('POST', `bank-matches/${second.id}/undo`, { reverse });
    assert.equal(both.status, 204, JSON.stringify(both.body));
    assert.equal((await bank.get<Entry>(`entries/${second.entryId}`)).status, 'reversed');
    const [{ count } = { count: '' }] = await trade.api.asOwner<{ count: string }>(
      'SELECT count(*) FROM erp.bank_match_entry_lines WHERE company_id = $1',
      [bank.id],
    );
    assert.equal(count, '2');
  });

  test('a match that made nothing reverses nothing', async () => {
    const bank = await twoLines();
    const [line] = bank.lines;
    const { body } = await bank.match([line?.id], [{ entryId: (await sale(bank, '100')).id, position: 1 }]);
    const reverse = { date: '2026-03-05', reason: 'x' };
    assertRefused(await bank.call('POST', `bank-matches/${body.id}/undo`, { reverse }), 'nothing_to_reverse');
    assert.deepEqual(await states(bank), ['-40.00 open', '100.00 matched']);
  });

  test('a matched payment that bounces stays matched, and its reversal is what the bank takes back', async () => {
    const bank = await twoLines(['100.00', '-100.00'], '0.00');
    const invoice = await bank.post();
    const [paid, back] = bank.lines;
    const [first] = await bank.suggestions(paid);
    assert.ok(first?.payment);
    const made = await bank.accept(paid, first);
    const reversed = await bank.call('POST', `payments/${made.paymentId}/reverse`, {
      date: '2026-03-03',
      reason: 'x',
    });
    assert.equal(reversed.status, 200, JSON.stringify(reversed.body));
    assert.equal((await bank.get<BankMatch>(`bank-matches/${made.id}`)).id, made.id);
    const [bounce] = await bank.suggestions(back);
    assert.ok(bounce?.match);
    await bank.accept(back, bounce);
    assert.equal((await bank.reconcile({ id: bank.statementId })).body.state, 'reconciled');
    assert.equal((await bank.get<Document>(`invoices/${invoice.id}`)).status, 'posted');
  });

  test('is for who may reverse, and posting for who may post', async () => {
    const bank = await twoLines();
    const [line, other] = bank.lines;
    const clerk = await trade.api.signUp();
    await trade.api.asOwner(
      `INSERT INTO control.memberships (company_id, user_id, role)
       SELECT $1, u.id, 'clerk' FROM control.users u WHERE u.email = $2`,
      [bank.id, clerk.email],
    );
    assertRefused(
      await clerk.post(`${bank.at}/bank-lines/${line?.id}/book`, bank.book(line, 'sales')),
      'not_permitted',
    );
    const made = await bank.make<BankMatch>(`bank-lines/${line?.id}/book`, bank.book(line, 'sales'));
    const reverse = { date: '2026-03-05', reason: 'x' };
    assertRefused(await clerk.post(`${bank.at}/bank-matches/${made.id}/undo`, { reverse }), 'not_permitted');
    assert.equal(
      (await clerk.post(`${bank.at}/bank-lines/${other?.id}/ignore`, { reason: 'x' })).status,
      200,
    );
  });
});
