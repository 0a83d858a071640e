import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { BankMatch } from '@crypto-erp/contract/bank-matches';
import type { Entry } from '@crypto-erp/contract/entries';
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
const APRIL: [string, string] = ['2026-04-01', '2026-04-30'];
const line = (date: string, amount: string, reference: string) => ({ date, amount, reference });

const bookAll = async (bank: Banking, lines: Awaited<ReturnType<Banking['statement']>>['lines']) => {
  for (const one of lines) await bank.make(`bank-lines/${one.id}/book`, bank.book(one, 'sales'));
};

describe('a statement is reconciled', () => {
  test('when every line is matched: then it and its matches stay until it is reopened', async () => {
    const bank = await banking(trade);
    const statement = await bank.statement(
      MARCH,
      ['0.00', '60.00'],
      [line('2026-03-02', '100.00', 'A'), line('2026-03-03', '-40.00', 'B')],
    );
    const [a, b] = statement.lines;
    const open = assertRefused(await bank.reconcile(statement), 'lines_open');
    assert.match(open.detail, /not matched: 2/);
    await bookAll(
      bank,
      [a, b].filter((one) => one !== undefined),
    );
    const { body } = await bank.reconcile(statement);
    assert.deepEqual([body.state, body.openLineCount], ['reconciled', 0]);
    assert.ok(body.reconciledAt && body.reconciledBy);

    assertRefused(await bank.reconcile(statement), 'statement_reconciled');
    assertRefused(await bank.call('DELETE', `bank-statements/${statement.id}`), 'statement_reconciled');
    const matchId = (await bank.allLines())[0]?.matchId;
    const undo = () => bank.call('POST', `bank-matches/${matchId}/undo`, { reverse: null });
    assertRefused(await undo(), 'statement_reconciled');
    const locked = [
      `DELETE FROM erp.bank_match_lines WHERE match_id = '${matchId}'`,
      `DELETE FROM erp.bank_match_entry_lines WHERE match_id = '${matchId}'`,
      `DELETE FROM erp.bank_statements WHERE id = '${statement.id}'`,
      `DELETE FROM erp.bank_statement_lines WHERE statement_id = '${statement.id}'`,
    ];
    for (const text of locked) {
      const refusal = trade.api.asOwner(`SET app.company_ids = '{${bank.id}}'; ${text}`);
      await assert.rejects(
        refusal,
        { code: text.includes('bank_statements') ? /23503|CE133/ : 'CE133' },
        text,
      );
    }
    const reopened = await bank.call<{ state: string }>('POST', `bank-statements/${statement.id}/reopen`, {
      reason: 'x',
    });
    assert.equal(reopened.body.state, 'imported');
    assert.equal((await undo()).status, 204);
    const again = await bank.call('POST', `bank-statements/${statement.id}/reopen`, { reason: 'x' });
    assertRefused(again, 'statement_not_reconciled');
  });

  test('beginning with the first, whose opening balance is what the books had by then', async () => {
    const bank = await banking(trade);
    await bank.make<Entry>('entries', saleEntry(bank, '30', { date: '2026-02-01' }));
    await bank.make<Entry>('entries', saleEntry(bank, '20', { date: '2026-02-20' }));
    const march = await bank.statement(MARCH, ['50.00', '60.00'], [line('2026-03-02', '10.00', 'A')]);
    const april = await bank.statement(APRIL, ['60.00', '65.00'], [line('2026-04-02', '5.00', 'B')]);
    await bookAll(bank, [...march.lines, ...april.lines]);
    assertRefused(await bank.reconcile(april), 'earlier_statement_open');
    assertRefused(await bank.reconcile(march), 'lines_open');
    const opening = (await bank.allLines()).find(({ kind }) => kind === 'opening');
    const [suggestion] = await bank.suggestions(opening);
    assert.equal(suggestion?.score, 99);
    const made = suggestion && (await bank.accept(opening, suggestion));
    assert.equal(made?.entryLines.length, 2);
    assert.equal((await bank.reconcile(march)).status, 200);
    assert.equal((await bank.reconcile(april)).status, 200);
    const reopen = await bank.call('POST', `bank-statements/${march.id}/reopen`, { reason: 'x' });
    assertRefused(reopen, 'later_statement_reconciled');
    // A statement from before the first would change what the account held at the start.
    const february = await bank.camt(
      ['2026-02-01', '2026-02-28'],
      ['1.00', '50.00'],
      [line('2026-02-02', '49.00', 'Z')],
    );
    assertRefused(february, 'opening_in_use');
  });

  test('not over a gap, and the difference is named', async () => {
    const bank = await banking(trade);
    const march = await bank.statement(MARCH, ['0.00', '10.00'], [line('2026-03-02', '10.00', 'A')]);
    const may = await bank.statement(
      ['2026-05-01', '2026-05-31'],
      ['17.00', '18.00'],
      [line('2026-05-02', '1.00', 'C')],
    );
    await bookAll(bank, [...march.lines, ...may.lines]);
    assert.equal((await bank.reconcile(march)).status, 200);
    assert.match(assertRefused(await bank.reconcile(may), 'statement_gap').detail, /by 7 EUR/);
    const april = await bank.statement(APRIL, ['10.00', '17.00'], [line('2026-04-02', '7.00', 'B')]);
    await bookAll(bank, april.lines);
    assert.equal((await bank.reconcile(april)).status, 200);
    assert.equal((await bank.reconcile(may)).status, 200);
  });

  test('not when the books have it at a later date, and the difference is named', async () => {
    const bank = await banking(trade);
    const march = await bank.statement(MARCH, ['0.00', '10.00'], [line('2026-03-31', '10.00', 'A')]);
    const [one] = march.lines;
    await bank.make<BankMatch>(`bank-lines/${one?.id}/book`, bank.book(one, 'sales', { date: '2026-04-01' }));
    const refusal = assertRefused(await bank.reconcile(march), 'ledger_differs');
    assert.match(refusal.detail, /is 0 EUR, a difference of 10 from/);
  });

  test('with what is still under way: lines of the books that the bank does not know do not count', async () => {
    const bank = await banking(trade);
    const sent = await bank.make<Entry>('entries', saleEntry(bank, '7', { date: '2026-03-30' }));
    const march = await bank.statement(MARCH, ['0.00', '10.00'], [line('2026-03-02', '10.00', 'A')]);
    await bookAll(bank, march.lines);
    const april = await bank.statement(APRIL, ['10.00', '17.00'], [line('2026-04-02', '7.00', 'B')]);
    const [arrived] = april.lines;
    const entryLines = [{ entryId: sent.id, position: 1 }];
    await bank.make('bank-matches', { bankAccountId: bank.bank.id, bankLineIds: [arrived?.id], entryLines });
    assert.equal((await bank.reconcile(march)).status, 200);
    assert.equal((await bank.reconcile(april)).status, 200);
  });

  test('with ignored lines only when they cancel out', async () => {
    const bank = await banking(trade);
    const march = await bank.statement(
      MARCH,
      ['0.00', '5.00'],
      [
        line('2026-03-02', '5.00', 'A'),
        line('2026-03-03', '9.00', 'error'),
        line('2026-03-04', '-9.00', 'corrected'),
      ],
    );
    const [good, error, corrected] = march.lines;
    await bookAll(
      bank,
      [good].filter((one) => one !== undefined),
    );
    const ignore = (one: typeof error) =>
      bank.call('POST', `bank-lines/${one?.id}/ignore`, { reason: "The bank's error" });
    assert.equal((await ignore(error)).status, 200);
    assertRefused(await ignore(error), 'bank_line_not_open');
    await bank.make(`bank-lines/${corrected?.id}/book`, bank.book(corrected, 'expenses'));
    assertRefused(await bank.reconcile(march), 'ledger_differs');
    const matchId = (await bank.allLines()).find(({ id }) => id === corrected?.id)?.matchId;
    const reverse = { date: '2026-03-04', reason: 'x' };
    assert.equal((await bank.call('POST', `bank-matches/${matchId}/undo`, { reverse })).status, 204);
    await ignore(corrected);
    assert.equal((await bank.reconcile(march)).status, 200);
    const unignore = () => bank.call('POST', `bank-lines/${error?.id}/unignore`);
    assertRefused(await unignore(), 'statement_reconciled');
    await bank.call('POST', `bank-statements/${march.id}/reopen`, { reason: 'x' });
    assert.equal((await unignore()).status, 200);
    assertRefused(await unignore(), 'bank_line_not_ignored');
  });

  test('once, when ten ask at once', async () => {
    const bank = await banking(trade);
    const march = await bank.statement(MARCH, ['0.00', '0.00'], []);
    const answers = await Promise.all(Array.from({ length: 10 }, () => bank.reconcile(march)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  });
});
