import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Mail } from '@crypto-erp/contract/mails';
import { Statement, type StatementAsset } from '@crypto-erp/contract/statements';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';
import { readPdf, rowsOf } from '../documents/pdf/read-pdf.ts';

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

async function statement(from: string, to: string, more = ''): Promise<Statement> {
  const found = await trader.get<Statement>(
    `contacts/${trader.contactId}/statement?from=${from}&to=${to}${more}`,
  );
  assert.ok(Value.Check(Statement, found), JSON.stringify(found));
  for (const { asset, opening, closing, lines, aging } of found.assets) {
    const sum = (amounts: string[]) =>
      trimDecimal(
        formatDecimal(
          amounts.reduce((total, one) => total + parseDecimal(one, 8), 0n),
          8,
        ),
      );
    assert.equal(sum([opening, ...lines.map((line) => line.amount)]), closing, `${asset} adds up`);
    assert.equal(lines.at(-1)?.balance ?? opening, closing);
    assert.equal(sum(Object.values(aging)), closing, `the ages of ${asset} sum to what is owed`);
  }
  return found;
}
const shown = ({ lines }: StatementAsset) =>
  lines.map(({ date, kind, number, amount, balance }) => `${date} ${kind} ${number} ${amount} ${balance}`);
const asset = ({ assets }: Statement, code: string): StatementAsset => {
  const found = assets.find((one) => one.asset === code);
  assert.ok(found, JSON.stringify(assets));
  return found;
};
const invoice = (issueDate: string, unitPrice: string, change: object = {}) =>
  trader.post({ issueDate, dueDate: issueDate, ...change }, [{ unitPrice }]);

describe('a statement', () => {
  test('has the opening balance, documents, payments, the closing balance and what is open, per asset', async () => {
    const old = await invoice('2026-01-10', '100');
    await invoice('2026-02-10', '200', { reference: 'PO 7' });
    await invoice('2026-03-02', '50', { asset: 'USD' });
    await trader.pay(old, '2026-02-20', '30');
    const found = await statement('2026-02-01', '2026-03-31');
    assert.deepEqual([found.contactName, found.side, found.assets.length], ['Ada', null, 2]);
    const euro = asset(found, 'EUR');
    assert.deepEqual([euro.opening, euro.closing], ['100', '270']);
    assert.deepEqual(shown(euro), [
      '2026-02-10 invoice INV-2026-00002 200 300',
      `2026-02-20 payment ${euro.lines[1]?.number} -30 270`,
    ]);
    assert.equal(euro.lines[0]?.reference, 'PO 7');
    assert.deepEqual(
      euro.open.map(({ number, open, dueDate }) => `${number} ${open} ${dueDate}`),
      ['INV-2026-00001 70 2026-01-10', 'INV-2026-00002 200 2026-02-10'],
    );
    assert.deepEqual(euro.aging, { notDue: '0', days30: '0', days60: '200', days90: '70', older: '0' });
    assert.deepEqual(shown(asset(found, 'USD')), ['2026-03-02 invoice INV-2026-00003 50 50']);
  });

  test('of the past is the same after what came later', async () => {
    const one = await invoice('2026-01-10', '100');
    const before = await statement('2026-01-01', '2026-01-31');
    const payment = await trader.pay(one, '2026-02-10', '100');
    await invoice('2026-02-11', '5');
    assert.deepEqual(await statement('2026-01-01', '2026-01-31'), before);
    const paid = await statement('2026-01-01', '2026-02-10');
    assert.deepEqual(asset(paid, 'EUR').open, []);
    const reversed = await trader.call('POST', `payments/${payment.id}/reverse`, {
      date: '2026-03-01',
      reason: 'Bounced',
    });
    assert.equal(reversed.status, 200, JSON.stringify(reversed.body));
    assert.deepEqual(await statement('2026-01-01', '2026-02-10'), paid);
    assert.deepEqual(shown(asset(await statement('2026-03-01', '2026-03-31'), 'EUR')).length, 1);
    assert.equal(asset(await statement('2026-03-01', '2026-03-31'), 'EUR').closing, '105');
  });

  test('counts credit notes, voided documents, credits and bills with their signs', async () => {
    const wrong = await invoice('2026-01-10', '100');
    const voided = await trader.call('POST', `invoices/${wrong.id}/void`, {
      date: '2026-01-12',
      reason: 'Wrong',
    });
    assert.equal(voided.status, 200, JSON.stringify(voided.body));
    await invoice('2026-01-15', '80');
    const note = {
      ...trader.content({ issueDate: '2026-01-20', dueDate: '2026-01-20' }, [{ unitPrice: '15' }]),
      externalNumber: 'R1',
      correctsId: null,
      status: 'posted',
    };
    await trader.make('credit-notes', { ...note, side: 'sales' });
    const { correctsId, ...bill } = note;
    await trader.make('bills', bill);
    await trader.make('payments', {
      side: 'sales',
      direction: 'in',
      contactId: trader.contactId,
      date: '2026-01-25',
      asset: 'EUR',
      amount: '40',
      accountId: null,
      reference: 'too much',
      fee: null,
      rest: 'credit',
      allocations: [],
    });
    const both = asset(await statement('2026-01-01', '2026-01-31'), 'EUR');
    assert.equal(both.closing, '10');
    assert.deepEqual(
      both.open.map(({ kind, open }) => `${kind} ${open}`),
      ['invoice 80', 'bill -15', 'credit-note -15', 'payment -40'],
    );
    assert.deepEqual(
      both.lines.map(({ kind, amount }) => `${kind} ${amount}`),
      ['invoice 100', 'credit-note -100', 'invoice 80', 'credit-note -15', 'bill -15', 'payment -40'],
    );
    assert.equal(asset(await statement('2026-01-01', '2026-01-31', '&side=sales'), 'EUR').closing, '25');
    assert.equal(asset(await statement('2026-01-01', '2026-01-31', '&side=purchase'), 'EUR').closing, '-15');
  });

  test('of who owes nothing is empty; of another company or a period turned round there is none', async () => {
    assert.deepEqual((await statement('2026-01-01', '2026-12-31')).assets, []);
    const at = (id: string, from: string) => `contacts/${id}/statement?from=${from}&to=2026-03-31`;
    assertRefused(await trader.call('GET', at(newId(), '2026-01-01')), 'not_found');
    assertRefused(await trader.call('GET', at(trader.contactId, '2026-04-01')), 'invalid_input', 'query/to');
    const other = await trade.trader();
    assertRefused(await other.call('GET', at(trader.contactId, '2026-01-01')), 'not_found');
  });
});

describe('its PDF', () => {
  test('says what the statement says, in the same bytes each time', async () => {
    await invoice('2026-01-10', '1234.5', { reference: 'PO 7' });
    await invoice('2026-03-10', '10');
    const url = `contacts/${trader.contactId}/statement/pdf?from=2026-02-01&to=2026-03-31`;
    const get = async () => {
      const response = await trade.api.app.inject({
        method: 'GET',
        url: `${trader.at}/${url}`,
        headers: { cookie: trade.user.cookie },
      });
      assert.equal(response.statusCode, 200);
      assert.equal(response.headers['content-type'], 'application/pdf');
      return response.rawPayload;
    };
    const [first, second] = await Promise.all([get(), get()]);
    assert.ok(first?.equals(second ?? Buffer.alloc(0)));
    const text = readPdf(first ?? Buffer.alloc(0))
      .flatMap(rowsOf)
      .join('\n');
    for (const part of [
      'Statement of account',
      'Acme',
      'Ada',
      'Opening balance',
      '1\u202F234.50',
      'Invoice INV-2026-00002',
      'Closing balance',
      '1\u202F244.50',
      'Open on 2026-03-31',
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
  });
});

describe('sending', () => {
  const period = { from: '2026-01-01', to: '2026-03-31' };
  const send = (body: object, contactId = trader.contactId) =>
    trader.call<Mail>('POST', `contacts/${contactId}/statement/send`, {
      to: null,
      message: '',
      period,
      ...body,
    });

  test('mails the period, to the contact or the address given, and records it', async () => {
    assertRefused(await send({}), 'contact_without_email', '/to');
    const given = await send({ to: 'books@example.com', message: 'As you asked.' });
    assert.equal(given.status, 201, JSON.stringify(given.body));
    assert.deepEqual(
      [given.body.to, given.body.text, given.body.attachments, given.body.aboutKind],
      ['books@example.com', 'As you asked.', ['statement-2026-01-01-2026-03-31.pdf'], 'contact'],
    );
    const contactId = (await trader.contact({ email: 'ada@example.com' })).id;
    const usual = await send({}, contactId);
    assert.deepEqual([usual.body.to, usual.body.aboutId], ['ada@example.com', contactId]);
    const audit = await trader.get<{ items: { action: string; after: object }[] }>(
      `audit-log?subjectKind=contact&subjectId=${contactId}&limit=1`,
    );
    assert.deepEqual(
      [audit.items[0]?.action, audit.items[0]?.after],
      ['statement.sent', { ...period, to: 'ada@example.com', mailId: usual.body.id }],
    );
    assertRefused(await send({}, newId()), 'not_found');
    assertRefused(await send({ period: { from: '2026-02-01', to: '2026-01-01' } }), 'invalid_input');
  });
});
