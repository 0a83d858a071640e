import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Mail, MailPage } from '@crypto-erp/contract/mails';
import type { Static } from 'typebox';
import { newId } from '../../db/id.ts';
import { createMailer, MailDelayed } from '../../mail/smtp.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { refused } from '../../testing/books.ts';
import { assertRefused } from '../../testing/entries.ts';
import { DELAYED, REFUSED, type TestSmtp, testSmtp } from '../../testing/smtp.ts';
import { SYSTEM } from '../audit-log/service.ts';
import { type Attachments, sendMail } from './send-mail.ts';
import { type MailFrom, queueMail } from './service.ts';

const FROM = 'billing@acme.example';
const PDF = Buffer.from('%PDF-1.7 as it is now');

let api: TestApi;
let smtp: TestSmtp;
let user: TestUser;
let company: TestCompany;
before(async () => {
  api = await testApi();
  smtp = await testSmtp();
  user = await api.signUp();
  company = await user.createCompany({ name: 'Acme\r\nBcc: eve@evil.example' });
});
after(async () => {
  await smtp.close();
  await api.close();
});
beforeEach(() => {
  smtp.arrived.length = 0;
});

function queue(change: object = {}, from: MailFrom = FROM): Promise<Mail> {
  return api.db.inCompany(company.id, (trx) =>
    queueMail(trx, { companyId: company.id, actor: SYSTEM }, from, {
      to: 'ann@example.com',
      subject: 'Hello\r\nBcc: eve@evil.example',
      text: 'Dear Ann',
      attachments: [{ kind: 'document-pdf', filename: 'INV-1.pdf', documentId: newId() }],
      aboutKind: 'document',
      aboutId: newId(),
      ...change,
    }),
  );
}

const files: Attachments = {
  'document-pdf': async () => PDF,
  'statement-pdf': async () => assert.fail(),
};
const run = ({ id }: Mail, made = files) =>
  sendMail(api.db, createMailer(smtp.url, FROM), made, { companyId: company.id, mailId: id });
const read = async ({ id }: Mail) => (await user.get<Mail>(`${company.at}/mails/${id}`)).body;

describe('a queued mail', () => {
  test('has its job with it, is sent once, and is shown', async () => {
    const mail = await queue();
    assert.deepEqual([mail.subject, mail.state], ['Hello Bcc: eve@evil.example', 'queued']);
    const jobs = await api.asOwner<{ job: string }>(
      "SELECT job FROM erp.outbox WHERE payload ->> 'mailId' = $1",
      [mail.id],
    );
    assert.deepEqual(jobs, [{ job: 'send-mail' }]);
    await run(mail);
    await run(mail);
    assert.equal(smtp.arrived.length, 1);
    const [got] = smtp.arrived;
    assert.equal(got?.mail.messageId, `<${mail.id}@acme.example>`);
    assert.deepEqual(got.mail.from?.value, [{ name: 'Acme Bcc: eve@evil.example', address: FROM }]);
    assert.deepEqual(got.to, ['ann@example.com']);
    assert.deepEqual(got.mail.attachments[0]?.content, PDF);
    const after = await read(mail);
    assert.deepEqual([after.state, after.attempts, after.problem], ['sent', 1, null]);
    assert.ok(after.sentAt);
  });

  test('is not there without its transaction', async () => {
    const before = await user.get<Static<typeof MailPage>>(`${company.at}/mails`);
    await assert.rejects(
      api.db.inCompany(company.id, async (trx) => {
        await queueMail(trx, { companyId: company.id, actor: SYSTEM }, FROM, {
          to: 'ann@example.com',
          subject: 'x',
          text: '',
          attachments: [],
          aboutKind: 'contact',
          aboutId: newId(),
        });
        throw new Error('undone');
      }),
      /undone/,
    );
    assert.deepEqual((await user.get(`${company.at}/mails`)).body, before.body);
  });

  test('that two handlers take at once, or that a crash hides, arrives again with the same Message-ID', async () => {
    const mail = await queue();
    await Promise.all([run(mail), run(mail)]);
    assert.ok(smtp.arrived.length <= 2);
    // As after a crash between the server's answer and the note of it.
    await api.asOwner(`
      BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE erp.mails SET state = 'queued', sent_at = NULL WHERE id = '${mail.id}'; COMMIT`);
    await run(mail);
    const ids = smtp.arrived.map((got) => got.mail.messageId);
    assert.ok(ids.length >= 2);
    assert.deepEqual([...new Set(ids)], [mail.messageId]);
  });

  test('goes to one address, whatever writes it', async () => {
    for (const to of ['a@b\r\nBcc: c@d', 'a@b,c@d', 'A <a@b>', 'a b@c', 'a@b@c', '']) {
      await assert.rejects(queue({ to }), /mails_to_address_check/, to);
    }
  });

  test('is refused where no mail server is set', async () => {
    await assert.rejects(
      api.db.inCompany(company.id, (trx) =>
        queueMail(trx, { companyId: company.id, actor: SYSTEM }, undefined, {
          to: 'ann@example.com',
          subject: 'x',
          text: '',
          attachments: [],
          aboutKind: 'contact',
          aboutId: newId(),
        }),
      ),
      refused('mail_not_configured'),
    );
  });
});

describe('a mail that fails', () => {
  test('is tried as often as its job, then kept as failed, and sent again when somebody asks', async () => {
    const mail = await queue({ to: DELAYED });
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      assert.equal((await read(mail)).state, 'queued');
      await assert.rejects(run(mail), MailDelayed);
      assert.equal((await read(mail)).attempts, attempt);
    }
    const failed = await read(mail);
    assert.equal(failed.state, 'failed');
    assert.match(failed.problem ?? '', /451/);
    await run(mail);
    assert.equal((await read(mail)).attempts, 10, 'nothing is tried once it failed for good');

    const again = await user.post<Mail>(`${company.at}/mails/${mail.id}/send-again`, {});
    assert.deepEqual([again.status, again.body.state, again.body.attempts], [200, 'queued', 0]);
    assert.equal(again.body.messageId, mail.messageId);
    const twice = await user.post(`${company.at}/mails/${mail.id}/send-again`, {});
    assertRefused(twice, 'mail_not_failed');
    const [jobs] = await api.asOwner<{ count: number }>(
      "SELECT count(*)::int FROM erp.outbox WHERE payload ->> 'mailId' = $1",
      [mail.id],
    );
    assert.equal(jobs?.count, 2);
    const audit = await user.get<{ items: { action: string }[] }>(
      `${company.at}/audit-log?subjectKind=mail&subjectId=${mail.id}`,
    );
    assert.deepEqual(
      audit.body.items.map(({ action }) => action),
      ['mail.sent-again'],
    );
  });

  test('for good fails at once, and its job with it ends', async () => {
    const mail = await queue({ to: REFUSED });
    await run(mail);
    const failed = await read(mail);
    assert.deepEqual([failed.state, failed.attempts], ['failed', 1]);
    assert.match(failed.problem ?? '', /550/);
    const page = await user.get<Static<typeof MailPage>>(
      `${company.at}/mails?state=failed&aboutId=${mail.aboutId}`,
    );
    assert.deepEqual(page.body.items, [failed]);
  });

  test('while its file cannot be made tells nothing of the inside, and waits for the next try', async () => {
    const mail = await queue();
    await assert.rejects(
      run(mail, { ...files, 'document-pdf': async () => assert.fail('at /srv/secret') }),
      /secret/,
    );
    const after = await read(mail);
    assert.deepEqual([after.state, after.problem], ['queued', 'The mail could not be made.']);
    await run(mail);
    assert.deepEqual([(await read(mail)).state, (await read(mail)).problem], ['sent', null]);
  });

  test('without a mail server waits for one', async () => {
    const mail = await queue();
    const payload = { companyId: company.id, mailId: mail.id };
    await assert.rejects(sendMail(api.db, undefined, files, payload), /SMTP_URL/);
    assert.match((await read(mail)).problem ?? '', /SMTP_URL/);
  });

  test('may be sent again when nothing came of it for a day', async () => {
    const mail = await queue();
    await api.asOwner("UPDATE erp.mails SET queued_at = now() - interval '25 hours' WHERE id = $1", [
      mail.id,
    ]);
    assert.equal((await user.post(`${company.at}/mails/${mail.id}/send-again`, {})).status, 200);
  });
});

test('what a mail says stays, and one that is sent stays sent', async () => {
  const mail = await queue();
  const change = (set: string) => api.asOwner(`UPDATE erp.mails SET ${set} WHERE id = '${mail.id}'`);
  await assert.rejects(change("to_address = 'eve@evil.example'"), { code: 'CE001' });
  await assert.rejects(change("text = 'Pay me'"), { code: 'CE001' });
  await assert.rejects(change("state = 'sent'"), /mails_state/);
  await run(mail);
  await assert.rejects(change("state = 'queued', sent_at = NULL"), { code: 'CE001' });
  await assert.rejects(api.asOwner('DELETE FROM erp.mails'), { code: 'CE001' });
});
