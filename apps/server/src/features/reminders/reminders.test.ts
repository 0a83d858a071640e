import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Mail } from '@crypto-erp/contract/mails';
import type {
  DueReminder,
  Reminder,
  ReminderRunResult,
  ReminderStep,
  ReminderStepInput,
} from '@crypto-erp/contract/reminders';
import { newId } from '../../db/id.ts';
import { type TestApi, testApi } from '../../testing/api.ts';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';
import { createAssetCatalogue } from '../assets/catalogue.ts';
import { companiesToRemind } from './read-model.ts';
import { sendReminders } from './run.ts';

const STEP: ReminderStepInput = {
  days: 1,
  subject: '{{company}}: {{number}} is due',
  text: 'Dear {{contact}},\n\n{{number}} of {{issueDate}} over {{total}} {{asset}} was due on {{dueDate}}, {{days}} days ago. {{open}} {{asset}} are open.',
};
const DUE = { issueDate: '2026-03-02', dueDate: '2026-03-10' };

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

const addStep = (days: number, change: object = {}) =>
  trader.make<ReminderStep>('reminder-steps', { ...STEP, days, ...change });
const fourSteps = () => Promise.all([-3, 1, 14, 30].map((days) => addStep(days)));
const reachable = async (name = 'Ann Buyer') =>
  (await trader.contact({ name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com` })).id;
async function run(date: string): Promise<ReminderRunResult> {
  const answer = await trader.call<ReminderRunResult>('POST', 'reminders/run', { date });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}
const due = async (date: string) =>
  (await trader.get<{ items: DueReminder[] }>(`reminders/due?date=${date}`)).items;
const sent = async (query = '') => (await trader.get<{ items: Reminder[] }>(`reminders?${query}`)).items;
const days = async () => (await sent()).map((one) => `${one.date} ${one.documentNumber} ${one.days}`);

describe('steps', () => {
  test('are listed by day, changed and audited', async () => {
    const late = await addStep(14);
    const early = await addStep(-3);
    assert.deepEqual((await trader.get<{ items: ReminderStep[] }>('reminder-steps')).items, [early, late]);
    const changed = await trader.call<ReminderStep>('PATCH', `reminder-steps/${late.id}`, {
      ...STEP,
      days: 15,
      active: false,
      version: 1,
    });
    assert.deepEqual(changed.body, { ...late, days: 15, active: false, version: 2 });
    const stale = { ...STEP, days: 16, active: true, version: 1 };
    assertRefused(await trader.call('PATCH', `reminder-steps/${late.id}`, stale), 'version_conflict');
    assertRefused(await trader.call('PATCH', `reminder-steps/${newId()}`, stale), 'not_found');
  });

  test('refuse a placeholder that stands for nothing, and a day that has a step', async () => {
    await addStep(1);
    const refuse = async (change: object, code: string, path: string) =>
      assertRefused(await trader.call('POST', 'reminder-steps', { ...STEP, ...change }), code, path);
    await refuse({ days: 2, text: 'Pay {{amount}}' }, 'unknown_placeholder', '/text');
    await refuse({ days: 2, subject: '{{number' }, 'unknown_placeholder', '/subject');
    await refuse({ days: 1 }, 'already_exists', '/days');
  });
});

describe('a run', () => {
  test('mails the step that is due with its values, the invoice attached, and records it', async () => {
    const [, step] = await fourSteps();
    const contactId = await reachable();
    const invoice = await trader.post({ contactId, ...DUE }, [{ unitPrice: '1234.5' }]);
    await trader.pay(invoice, '2026-03-05', '34.5');
    assert.deepEqual(await run('2026-03-06'), { sent: 0, more: false });
    const [preview] = await due('2026-03-11');
    assert.deepEqual(preview, {
      documentId: invoice.id,
      documentNumber: 'INV-2026-00001',
      contactId,
      contactName: 'Ann Buyer',
      ...DUE,
      asset: 'EUR',
      total: '1234.5',
      open: '1200',
      stepId: step?.id,
      days: 1,
      to: 'ann@example.com',
      skipped: null,
    });
    assert.deepEqual(await run('2026-03-11'), { sent: 1, more: false });
    const [reminder] = await sent(`documentId=${invoice.id}`);
    assert.deepEqual([reminder?.date, reminder?.days, reminder?.mailState], ['2026-03-11', 1, 'queued']);
    const mail = await trader.get<Mail>(`mails/${reminder?.mailId}`);
    assert.equal(mail.subject, 'Acme: INV-2026-00001 is due');
    assert.equal(
      mail.text,
      'Dear Ann Buyer,\n\nINV-2026-00001 of 2026-03-02 over 1234.50 EUR was due on 2026-03-10, 1 days ago. 1200.00 EUR are open.',
    );
    assert.deepEqual([mail.to, mail.attachments], ['ann@example.com', ['INV-2026-00001.pdf']]);
    const audit = await trader.get<{ items: { action: string }[] }>(
      `audit-log?subjectKind=invoice&subjectId=${invoice.id}&limit=1`,
    );
    assert.equal(audit.items[0]?.action, 'reminder.sent');
  });

  test('sends each step once, and after days of absence only the latest one', async () => {
    await fourSteps();
    const contactId = await reachable();
    await trader.post({ contactId, ...DUE });
    for (const date of ['2026-03-07', '2026-03-07', '2026-03-08']) await run(date);
    assert.deepEqual(await days(), ['2026-03-07 INV-2026-00001 -3']);
    // Nobody ran the 11th. On the 25th the second step is due and the first of them is overtaken.
    assert.equal((await run('2026-03-25')).sent, 1);
    assert.deepEqual(await run('2026-03-12'), { sent: 0, more: false });
    assert.equal((await run('2026-04-09')).sent, 1);
    assert.equal((await run('2027-01-01')).sent, 0);
    assert.deepEqual(await days(), [
      '2026-04-09 INV-2026-00001 30',
      '2026-03-25 INV-2026-00001 14',
      '2026-03-07 INV-2026-00001 -3',
    ]);
  });

  test('sends nothing for what is settled, void, a draft, a credit, a bill or not written yet', async () => {
    await addStep(1);
    const contactId = await reachable();
    const paid = await trader.post({ contactId, ...DUE });
    await trader.pay(paid, '2026-03-20', '100');
    const wrong = await trader.post({ contactId, ...DUE });
    const voided = await trader.call('POST', `invoices/${wrong.id}/void`, {
      date: '2026-03-05',
      reason: 'Wrong',
    });
    assert.equal(voided.status, 200, JSON.stringify(voided.body));
    await trader.draft({ contactId, ...DUE });
    await trader.make('credit-notes', {
      ...trader.content({ contactId, ...DUE }),
      externalNumber: '',
      side: 'sales',
      correctsId: null,
      status: 'posted',
    });
    await trader.make('bills', {
      ...trader.content({ contactId, ...DUE }),
      externalNumber: '',
      status: 'posted',
    });
    await trader.post({ contactId, issueDate: '2026-05-01', dueDate: '2026-05-01' });
    assert.deepEqual(await due('2026-04-30'), []);
    assert.deepEqual(await run('2026-04-30'), { sent: 0, more: false });
  });

  test('leaves out who has no address or is opted out, and says so beforehand', async () => {
    await addStep(1);
    const contactId = await reachable();
    await trader.post({ contactId, ...DUE });
    await trader.post({ contactId: (await trader.contact({ name: 'Nobody' })).id, ...DUE });
    const wish = `contacts/${contactId}/reminders`;
    assert.deepEqual(await trader.get(wish), { enabled: true });
    for (let i = 0; i < 2; i += 1) {
      assert.deepEqual((await trader.call('PUT', wish, { enabled: false })).body, { enabled: false });
    }
    assert.deepEqual(
      (await due('2026-03-11')).map(({ contactName, to, skipped }) => [contactName, to, skipped]),
      [
        ['Ann Buyer', null, 'opted-out'],
        ['Nobody', null, 'no-address'],
      ],
    );
    assert.equal((await run('2026-03-11')).sent, 0);
    await trader.call('PUT', wish, { enabled: true });
    assert.equal((await run('2026-03-12')).sent, 1);
    assertRefused(await trader.call('PUT', `contacts/${newId()}/reminders`, { enabled: true }), 'not_found');
  });

  test('twice at once sends each reminder once', async () => {
    await addStep(1);
    const contactId = await reachable();
    for (let i = 0; i < 5; i += 1) await trader.post({ contactId, ...DUE });
    const results = await Promise.all([1, 2, 3].map(() => run('2026-03-11')));
    assert.equal(
      results.reduce((sum, result) => sum + result.sent, 0),
      5,
    );
    assert.equal((await sent()).length, 5);
  });

  test('of a step that was switched off sends nothing; moved to another day it counts as sent', async () => {
    const step = await addStep(1);
    const contactId = await reachable();
    await trader.post({ contactId, ...DUE });
    await run('2026-03-11');
    const change = (more: object) =>
      trader.call('PATCH', `reminder-steps/${step.id}`, { ...STEP, active: true, ...more });
    assert.equal((await change({ days: 5, version: 1 })).status, 200);
    assert.equal((await run('2026-03-20')).sent, 0);
    await trader.post({ contactId, ...DUE });
    assert.equal((await change({ days: 5, version: 2, active: false })).status, 200);
    assert.equal((await run('2026-03-20')).sent, 0);
  });
});

describe('the job', () => {
  const job = (date: string) =>
    sendReminders(
      trade.api.db,
      { assets: createAssetCatalogue(trade.api.db), mailFrom: 'billing@acme.example' },
      { companyId: trader.id, date },
    );
  const waiting = (now: string) =>
    trade.api.db.inCompany(trader.id, (trx) => companiesToRemind(trx, [trader.id], new Date(now)));

  test('is asked for once a day, in the morning of the company', async () => {
    trader = await trade.trader({ timeZone: 'Asia/Tokyo' });
    assert.deepEqual(await waiting('2026-03-10T22:00:00Z'), [], 'without steps there is nothing to do');
    await addStep(1);
    const contactId = await reachable();
    await trader.post({ contactId, ...DUE });
    assert.deepEqual(await waiting('2026-03-10T21:59:59Z'), []);
    assert.deepEqual(await waiting('2026-03-10T22:00:00Z'), [{ companyId: trader.id, date: '2026-03-11' }]);
    await job('2026-03-11');
    await job('2026-03-11');
    assert.deepEqual(await days(), ['2026-03-11 INV-2026-00001 1']);
    assert.deepEqual(await waiting('2026-03-11T14:00:00Z'), []);
    assert.deepEqual(await waiting('2026-03-11T23:00:00Z'), [{ companyId: trader.id, date: '2026-03-12' }]);
  });
});

test('the database lets no step be sent twice for a document, and nothing that was sent be changed', async () => {
  await addStep(1);
  await trader.post({ contactId: await reachable(), ...DUE });
  await run('2026-03-11');
  const { asOwner } = trade.api;
  const where = `company_id = '${trader.id}'`;
  await assert.rejects(asOwner(`INSERT INTO erp.reminders SELECT * FROM erp.reminders WHERE ${where}`), {
    code: '23505',
  });
  await assert.rejects(asOwner(`UPDATE erp.reminders SET date = '2026-01-01' WHERE ${where}`), {
    code: 'CE001',
  });
  await assert.rejects(asOwner(`DELETE FROM erp.reminders WHERE ${where}`), { code: 'CE001' });
});

test('without a mail server everything that sends is refused, and nothing else', async () => {
  const api: TestApi = await testApi(undefined, { mailFrom: undefined });
  try {
    const user = await api.signUp();
    const { at } = await user.createCompany();
    const run = await user.post(`${at}/reminders/run`, { date: '2026-03-11' });
    assert.equal(run.status, 409);
    assertRefused(run, 'mail_not_configured');
    assert.equal((await user.post(`${at}/reminder-steps`, STEP)).status, 201);
    assert.equal((await user.get(`${at}/reminders/due?date=2026-03-11`)).status, 200);
  } finally {
    await api.close();
  }
});
