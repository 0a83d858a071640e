import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { DELAYED, REFUSED, type TestSmtp, testSmtp } from '../testing/smtp.ts';
import { createMailer, MailDelayed, MailRefused, type OutgoingMail } from './smtp.ts';
import { htmlOf } from './text.ts';

const MAIL: OutgoingMail = {
  senderName: 'Acme',
  to: 'ann@example.com',
  subject: 'Invoice INV-2026-00001',
  text: 'Hello\n\nSee the file.',
  html: htmlOf('Hello\n\nSee the file.'),
  messageId: '<0198c2f4-0000-7000-8000-000000000001@acme.example>',
  attachments: [],
};
const FROM = 'billing@acme.example';

let smtp: TestSmtp;
before(async () => {
  smtp = await testSmtp();
});
after(() => smtp.close());
beforeEach(() => {
  smtp.arrived.length = 0;
});

const send = (change: Partial<OutgoingMail> = {}) =>
  createMailer(smtp.url, FROM).send({ ...MAIL, ...change });

test('a mail arrives with its headers, both texts and its files', async () => {
  const content = Buffer.from([0, 255, 13, 10, 46, 13, 10, 37]);
  const subject = 'Rechnung über 12 €';
  await send({
    senderName: 'Søren & Söhne',
    subject,
    text: 'Grüße\n.\nEnde',
    attachments: [{ filename: 'Rechnung №1.pdf', contentType: 'application/pdf', content }],
  });
  const [got] = smtp.arrived;
  assert.equal(smtp.arrived.length, 1);
  assert.deepEqual(got?.to, [MAIL.to]);
  assert.deepEqual(got.mail.from?.value, [{ address: FROM, name: 'Søren & Söhne' }]);
  assert.equal(got.mail.subject, subject);
  assert.equal(got.mail.messageId, MAIL.messageId);
  assert.equal(got.mail.text?.trimEnd(), 'Grüße\n.\nEnde');
  assert.match(String(got.mail.html), /<p>See the file[.]<\/p>/);
  const [file] = got.mail.attachments;
  assert.deepEqual([file?.filename, file?.contentType], ['Rechnung №1.pdf', 'application/pdf']);
  assert.deepEqual(file?.content, content);
});

test('no text becomes a header, a recipient or a command of its own', async () => {
  const evil = 'x\r\nBcc: eve@evil.example\r\nX-Evil: yes\r\n\r\nbody\u0085\u2028Cc: eve@evil.example';
  await send({
    senderName: evil,
    subject: evil,
    text: `${evil}\r\n.\r\nRCPT TO:<eve@evil.example>`,
    attachments: [{ filename: evil, contentType: 'application/pdf', content: Buffer.from('x') }],
  });
  const [got] = smtp.arrived;
  assert.equal(smtp.arrived.length, 1);
  assert.deepEqual(got?.to, [MAIL.to]);
  assert.deepEqual([...got.mail.headers.keys()].sort(), [
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'subject',
    'to',
  ]);
  assert.deepEqual(
    got.mail.from?.value.map(({ address }) => address),
    [FROM],
  );
});

test('an address that is refused is refused for good, a busy server is tried again', async () => {
  await assert.rejects(
    send({ to: REFUSED }),
    (error) => error instanceof MailRefused && /550/.test(error.message),
  );
  await assert.rejects(
    send({ to: DELAYED }),
    (error) => error instanceof MailDelayed && /451/.test(error.message),
  );
  assert.deepEqual(smtp.arrived, []);
});

test('a server that does not answer is tried again, and nothing of its address is told', async () => {
  const gone = await testSmtp();
  await gone.close();
  const sending = createMailer(`smtp://user:hunter2@127.0.0.1:${gone.port}`, FROM).send(MAIL);
  await assert.rejects(sending, (error) => {
    assert.ok(error instanceof MailDelayed);
    assert.doesNotMatch(error.message, /127|hunter2|user/);
    return true;
  });
});

test('the login is sent as it stands in the address, and a wrong one may be mended', async () => {
  const guarded = await testSmtp({ user: 'a@b', pass: 'p/w: x' });
  try {
    const at = `127.0.0.1:${guarded.port}`;
    await createMailer(`smtp://a%40b:p%2Fw%3A%20x@${at}`, FROM).send(MAIL);
    assert.equal(guarded.arrived.length, 1);
    await assert.rejects(createMailer(`smtp://a%40b:wrong@${at}`, FROM).send(MAIL), MailDelayed);
    assert.deepEqual(guarded.logins, ['a@b:p/w: x', 'a@b:wrong']);
  } finally {
    await guarded.close();
  }
});

test('a password does not leave this machine in clear text', async () => {
  const guarded = await testSmtp({ user: 'u', pass: 'p' });
  try {
    // An address that is not known to be this machine's own, although it leads to it.
    await assert.rejects(createMailer(`smtp://u:p@0.0.0.0:${guarded.port}`, FROM).send(MAIL), MailDelayed);
    assert.deepEqual([guarded.logins, guarded.arrived], [[], []]);
  } finally {
    await guarded.close();
  }
});
