import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Entry } from '@crypto-erp/contract/entries';
import { type Revaluation, RevaluationPage } from '@crypto-erp/contract/revaluations';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
after(() => trade.close());

const revalue = (trader: Trader, date: string, change: object = {}) =>
  trader.call<Revaluation>('POST', 'revaluations', { date, ...change });

async function ok(answer: Promise<{ status: number; body: Revaluation }>): Promise<Revaluation> {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

/** A company with a receivable of 100 USD of that month's 16th and 50 USD in the bank, held at 40 EUR. */
async function holder(month = '2026-03'): Promise<Trader> {
  const trader = await trade.trader();
  await trader.post({ issueDate: `${month}-16`, asset: 'USD' });
  const line = { asset: 'USD', quantity: '50', baseAmount: '40' };
  await trader.make('entries', {
    status: 'posted',
    date: `${month}-20`,
    description: '',
    lines: [
      { ...line, accountId: trader.account('bank') },
      { ...line, accountId: trader.account('sales'), quantity: '-50', baseAmount: '-40' },
    ],
  });
  return trader;
}

describe('a revaluation', () => {
  test('brings each account and currency to the closing rate, and is reversed on the day after', async () => {
    const trader = await holder();
    const preview = await ok(revalue(trader, '2026-03-31', { preview: true }));
    assert.deepEqual([preview.id, preview.entryId, preview.reversalDate], [null, null, '2026-04-01']);
    const { body: page } = await trader.call<{ items: Revaluation[] }>('GET', 'revaluations');
    assert.deepEqual(page.items, []);

    const posted = await ok(revalue(trader, '2026-03-31'));
    assert.deepEqual(posted.lines, preview.lines);
    // One euro bought 1.1478 USD on the invoice's day and buys 1.1498 on the last.
    assert.deepEqual(
      posted.lines.map(({ asset, quantity, base, rate, value, difference }) => [
        asset,
        quantity,
        base,
        rate,
        value,
        difference,
      ]),
      [
        ['USD', '50', '40', '0.86971647', '43.49', '3.49'],
        ['USD', '100', '87.12', '0.86971647', '86.97', '-0.15'],
      ],
    );
    assert.deepEqual([posted.gain, posted.loss], ['3.49', '0.15']);
    assert.deepEqual(await trader.entryLines(posted.entryId), [
      'bank USD 0 3.49',
      'receivable USD 0 -0.15',
      'unrealised_exchange_gain EUR -3.49 -3.49',
      'unrealised_exchange_loss EUR 0.15 0.15',
    ]);
    const entry = await trader.get<Entry>(`entries/${posted.entryId}`);
    const reversal = await trader.get<Entry>(`entries/${posted.reversalEntryId}`);
    assert.deepEqual([entry.source, entry.date, entry.sourceId], ['revaluation', '2026-03-31', posted.id]);
    assert.deepEqual(
      [reversal.source, reversal.date, reversal.reversesId],
      ['reversal', '2026-04-01', posted.entryId],
    );
    assert.deepEqual(await trader.balance('receivable'), { USD: '100', base: '87.12' });
    const list = await trader.get<unknown>('revaluations');
    assert.ok(Value.Check(RevaluationPage, list));
    assert.deepEqual(await trader.get(`revaluations/${posted.id}`), posted);
    await trade.verify();
  });

  test('is posted once; after a change of the month another posts the rest; next month starts anew', async () => {
    const trader = await holder('2026-02');
    const first = await ok(revalue(trader, '2026-02-28'));
    assertRefused(await revalue(trader, '2026-02-28'), 'nothing_to_revalue');
    await trader.post({ issueDate: '2026-02-17', asset: 'USD' });
    const second = await ok(revalue(trader, '2026-02-28'));
    assert.deepEqual(
      second.lines.map(({ quantity }) => quantity),
      ['200'],
    );
    const march = await ok(revalue(trader, '2026-03-31', { preview: true }));
    assert.deepEqual(march.lines.map(({ base }) => base).slice(0, 1), ['40']);
    assert.equal(first.lines.length, 2);
    const answers = await Promise.all([revalue(trader, '2026-03-31'), revalue(trader, '2026-03-31')]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
    await trade.verify();
  });

  test('leaves crypto, the base currency and accounts that are not named alone', async () => {
    const trader = await trade.trader();
    const lines = (debit: string, asset: string, quantity: string) => [
      { accountId: debit, asset, quantity, baseAmount: '10' },
      { accountId: trader.account('sales'), asset: 'EUR', quantity: '-10', baseAmount: '-10' },
    ];
    const entry = { status: 'posted', date: '2026-03-20', description: '' };
    const cash = trader.accounts.find((one) => one.code === '1120')?.id ?? '';
    await trader.make('entries', { ...entry, lines: lines(trader.account('bank'), 'BTC', '1') });
    await trader.make('entries', { ...entry, lines: lines(cash, 'USD', '1') });
    assertRefused(await revalue(trader, '2026-03-31'), 'nothing_to_revalue');
    const named = await ok(revalue(trader, '2026-03-31', { accountIds: [cash] }));
    assert.deepEqual(
      named.lines.map(({ code, asset }) => [code, asset]),
      [['1120', 'USD']],
    );
    assertRefused(
      await revalue(trader, '2026-03-31', { accountIds: [trader.account('sales')] }),
      'account_wrong_type',
      '/accountIds/0',
    );
    assertRefused(
      await revalue(trader, '2026-03-31', { accountIds: [newId()] }),
      'unknown_account',
      '/accountIds/0',
    );
  });

  test('is refused on another day, without a rate, and when either of both days is closed; nothing is posted', async () => {
    const trader = await holder();
    assertRefused(await revalue(trader, '2026-03-30'), 'invalid_input', '/date');
    assertRefused(await revalue(trader, '2998-12-31'), 'rate_missing', '/date');
    assert.equal((await trader.call('POST', 'periods/2026-04/close', { lock: 'soft' })).status, 200);
    assert.equal((await trader.call('POST', 'periods/2026-03/close', {})).status, 200);
    assertRefused(await revalue(trader, '2026-03-31'), 'period_closed', '/date');
    assert.equal((await trader.call('POST', 'periods/2026-03/open', { reason: 'x' })).status, 200);
    await ok(revalue(trader, '2026-03-31'));
    await trader.post({ issueDate: '2026-03-30', asset: 'USD' });
    assert.equal((await trader.call('POST', 'periods/2026-03/close', {})).status, 200);
    assert.equal((await trader.call('POST', 'periods/2026-04/close', {})).status, 200);
    assert.equal((await trader.call('POST', 'periods/2026-03/open', { reason: 'x' })).status, 200);
    assertRefused(await revalue(trader, '2026-03-31'), 'period_closed', '/date');
    const { body } = await trader.call<{ items: Revaluation[] }>('GET', 'revaluations');
    assert.equal(body.items.length, 1);
    await trade.verify();
  });
});
