import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Mail } from '@crypto-erp/contract/mails';
import type { Reminder } from '@crypto-erp/contract/reminders';
import { createLog } from '../log.ts';
import { AUTH_SECRET } from '../testing/api.ts';
import { assertRefused } from '../testing/entries.ts';
import { REFUSED, type TestSmtp, testSmtp } from '../testing/smtp.ts';
import { type Trade, type Trader, testTrade } from '../testing/trade.ts';
import { until } from '../testing/until.ts';
import { type RunningWorker, startWorker } from '../worker.ts';
import { startDay } from './start-day.ts';

let trade: Trade;
let smtp: TestSmtp;
let trader: Trader;
let contactId: string;
let worker: RunningWorker;
before(async () => {
  trade = await testTrade();
  smtp = await testSmtp();
  trader = await trade.trader({ name: 'Acme' });
  contactId = (await trader.contact({ name: 'Ann', email: 'ann@example.com' })).id;
  worker = await startWorker({
    db: trade.api.db,
    databaseUrl: trade.api.appUrl,
    ecbRatesUrl: undefined,
    authSecret: AUTH_SECRET,
    webhookAllowPrivate: false,
    mail: { smtpUrl: smtp.url, from: 'billing@acme.example' },
    log: createLog('silent'),
  });
});
after(async () => {
  await worker.close();
  await smtp.close();
  await trade.verify();
  await trade.close();
});

const send = (id: string, body: object = {}, noun = 'invoices') =>
  trader.call<Mail>('POST', `${noun}/${id}/send`, { to: null, message: '', ...body });
const read = (id: string) => trader.get<Mail>(`mails/${id}`);
const arrivedFrom = ({ messageId }: Mail) => smtp.arrived.filter((one) => one.mail.messageId === messageId);

test('an invoice is mailed with the PDF that the address answers, once, and that is recorded', async () => {
  const invoice = await trader.post({ contactId });
  const mail = await send(invoice.id);
  assert.equal(mail.status, 201, JSON.stringify(mail.body));
  await until(async () => (await read(mail.body.id)).state === 'sent');
  const [got, ...more] = arrivedFrom(mail.body);
  assert.equal(more.length, 0);
  assert.deepEqual(got?.to, ['ann@example.com']);
  assert.deepEqual(got.mail.from?.value, [{ name: 'Acme', address: 'billing@acme.example' }]);
  assert.equal(got.mail.subject, `Invoice ${invoice.number}`);
  const [file] = got.mail.attachments;
  assert.equal(file?.filename, `${invoice.number}.pdf`);
  const pdf = await trade.api.app.inject({
    method: 'GET',
    url: `${trader.at}/invoices/${invoice.id}/pdf`,
    headers: { cookie: trade.user.cookie },
  });
  assert.deepEqual(file?.content, pdf.rawPayload);
  const audit = await trader.get<{ items: { action: string; after: object }[] }>(
    `audit-log?subjectKind=invoice&subjectId=${invoice.id}&limit=1`,
  );
  assert.deepEqual(
    [audit.items[0]?.action, audit.items[0]?.after],
    ['invoice.sent', { to: 'ann@example.com', mailId: mail.body.id }],
  );
});

test('a message and another address are taken; a draft, a bill, a stranger and a contact without address are not', async () => {
  const invoice = await trader.post({});
  assertRefused(await send(invoice.id), 'contact_without_email', '/to');
  const mail = await send(invoice.id, { to: 'books@example.com', message: 'Hello <b>you</b>' });
  await until(async () => (await read(mail.body.id)).state === 'sent');
  const [got] = arrivedFrom(mail.body);
  assert.deepEqual(got?.to, ['books@example.com']);
  assert.match(String(got?.mail.html), /Hello &lt;b&gt;you/);
  const draft: Document = await trader.draft({ contactId });
  assertRefused(await send(draft.id), 'not_posted');
  const bill = { ...trader.content({ contactId }), externalNumber: '', status: 'posted' };
  assertRefused(await send((await trader.make<Document>('bills', bill)).id), 'not_found');
  const theirs = await trader.make<Document>('credit-notes', { ...bill, side: 'purchase', correctsId: null });
  assertRefused(await send(theirs.id, {}, 'credit-notes'), 'not_posted');
  for (const to of [
    'a@b.example\r\nBcc: eve@evil.example',
    'a@b.example, eve@evil.example',
    'Ann <a@b.example>',
  ]) {
    assertRefused(await send(invoice.id, { to }), 'invalid_input', '/to');
  }
});

test('a refused address fails at once and is shown; a statement arrives with its PDF', async () => {
  const invoice = await trader.post({ contactId });
  const failing = await send(invoice.id, { to: REFUSED });
  await until(async () => (await read(failing.body.id)).state === 'failed');
  assert.match((await read(failing.body.id)).problem ?? '', /550/);

  const statement = await trader.call<Mail>('POST', `contacts/${contactId}/statement/send`, {
    to: null,
    message: '',
    period: { from: '2026-01-01', to: '2026-12-31' },
  });
  assert.equal(statement.status, 201, JSON.stringify(statement.body));
  await until(async () => (await read(statement.body.id)).state === 'sent');
  const [got] = arrivedFrom(statement.body);
  assert.equal(got?.mail.attachments[0]?.content.subarray(0, 5).toString(), '%PDF-');
});

test('in the morning of the company each open invoice is reminded of once', async () => {
  trader = await trade.trader({ timeZone: 'Europe/Madrid' });
  const ann = (await trader.contact({ name: 'Ann', email: 'ann@example.com' })).id;
  const step = { days: 1, subject: '{{number}}', text: '{{open}} {{asset}}' };
  await trader.make('reminder-steps', step);
  const invoice = await trader.post({ contactId: ann, issueDate: '2026-03-02', dueDate: '2026-03-10' });
  await startDay(trade.api.db, new Date('2026-03-11T05:59:00Z'), true);
  await startDay(trade.api.db, new Date('2026-03-11T06:00:00Z'), false);
  await startDay(trade.api.db, new Date('2026-03-11T06:00:00Z'), true);
  await startDay(trade.api.db, new Date('2026-03-11T07:00:00Z'), true);
  const reminders = async () => (await trader.get<{ items: Reminder[] }>('reminders')).items;
  await until(async () => (await reminders())[0]?.mailState === 'sent');
  const [reminder] = await reminders();
  assert.equal(reminder?.date, '2026-03-11');
  await until(async () => smtp.arrived.some(({ mail }) => mail.subject === invoice.number));
  const mail = smtp.arrived.filter((one) => one.mail.subject === invoice.number);
  assert.deepEqual(
    mail.map(({ mail: { text, attachments } }) => [text?.trim(), attachments.length]),
    [['100.00 EUR', 1]],
  );
});
