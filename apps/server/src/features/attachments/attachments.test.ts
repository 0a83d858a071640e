import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import {
  ATTACHMENT_TYPES,
  type Attachment,
  AttachmentPage,
  MAX_ATTACHMENT_BYTES,
} from '@crypto-erp/contract/attachments';
import { sql } from 'kysely';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { CONTACT } from '../../testing/documents.ts';
import { assertRefused, saleEntry } from '../../testing/entries.ts';
import { fullCompany } from '../../testing/full-company.ts';
import { sendFile, upload } from '../../testing/uploads.ts';

let api: TestApi;
let owner: TestUser;
let company: Awaited<ReturnType<typeof fullCompany>>;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
  company = await fullCompany(api, owner);
});
after(() => api.close());

type Subject = { subjectKind: string; subjectId: string };

async function newContact(of: TestCompany = company): Promise<Subject> {
  const { body } = await owner.post<{ id: string }>(`${of.at}/contacts`, CONTACT);
  return { subjectKind: 'contact', subjectId: body.id };
}

const remove = (id: string) =>
  owner.call<{ code: string }>({ method: 'DELETE', url: `${company.at}/attachments/${id}` });

async function listed(subject: Subject): Promise<Attachment[]> {
  const { status, body } = await owner.get<Static<typeof AttachmentPage>>(
    `${company.at}/attachments?${new URLSearchParams({ ...subject })}`,
  );
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(Value.Check(AttachmentPage, body));
  return body.items;
}

const inCompany = (statement: ReturnType<typeof sql>) =>
  api.db.inCompany(company.id, (trx) => statement.execute(trx));

describe('an attachment', () => {
  test('is kept byte by byte, listed, and served to be saved and never to run', async () => {
    const subject = await newContact();
    const content = Buffer.from('Größe;Preis\r\n1;"2,50 €"\r\n');
    const attachment = await upload(owner, company, subject, content, { fileName: 'Übersicht "1%".csv' });
    assert.deepEqual(attachment, {
      id: attachment.id,
      ...subject,
      fileName: 'Übersicht "1%".csv',
      type: 'text/csv',
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      actorKind: 'user',
      actorId: await owner.id(),
      actorName: 'Tess Tester',
      createdAt: attachment.createdAt,
    });
    assert.deepEqual(await listed(subject), [attachment]);
    const url = `${company.at}/attachments/${attachment.id}/content`;
    const response = await api.app.inject({ method: 'GET', url, headers: { cookie: owner.cookie } });
    assert.equal(response.statusCode, 200);
    assert.deepEqual(response.rawPayload, content);
    assert.equal(response.headers['content-type'], 'text/csv');
    assert.equal(response.headers['x-content-type-options'], 'nosniff');
    assert.equal(response.headers['content-security-policy'], "default-src 'none'; sandbox");
    assert.equal(
      response.headers['content-disposition'],
      `attachment; filename="_bersicht _1__.csv"; filename*=UTF-8''%C3%9Cbersicht%20%221%25%22.csv`,
    );
    const audit = await owner.get<{ items: { action: string; after: unknown }[] }>(
      `${company.at}/audit-log?${new URLSearchParams({ ...subject })}`,
    );
    assert.equal(audit.body.items[0]?.action, 'attachment.added');
  });

  test('comes once, whatever is repeated', async () => {
    const [subject, other] = [await newContact(), await newContact()];
    const [one, two] = await Promise.all([
      upload(owner, company, subject, 'a,b', { key: 'same-key' }),
      upload(owner, company, subject, 'a,b', { key: 'same-key' }),
    ]);
    assert.deepEqual(two, one);
    for (const [content, type] of [
      ['a,c', 'text/csv'],
      ['a,b', 'text/plain'],
    ] as const) {
      const reused = await sendFile(owner, company, subject, content, { key: 'same-key', type });
      assertRefused(reused, 'idempotency_key_reused');
    }
    assertRefused(await sendFile(owner, company, subject, 'a,b'), 'already_exists');
    await upload(owner, company, other, 'a,b');
    assert.equal((await listed(subject)).length, 1);
  });

  test('has at most 10 MiB, a name without a folder, and a subject that is there', async () => {
    const subject = await newContact();
    const most = Buffer.alloc(MAX_ATTACHMENT_BYTES, 'a');
    const { size } = await upload(owner, company, subject, most);
    assert.equal(size, MAX_ATTACHMENT_BYTES);
    assertRefused(
      await sendFile(owner, company, subject, Buffer.concat([most, Buffer.from('a')])),
      'body_too_large',
    );
    assertRefused(await sendFile(owner, company, subject, ''), 'file_empty');
    for (const fileName of ['../a.csv', 'a/b.csv', 'a\\b.csv', '.htaccess', 'a\nb.csv', '']) {
      assertRefused(await sendFile(owner, company, subject, 'a,b', { fileName }), 'invalid_input');
    }
    for (const [subjectKind, subjectId] of [
      ['contact', newId()],
      ['invoice', subject.subjectId],
      ['bill', subject.subjectId],
    ] as const) {
      const answer = await sendFile(owner, company, { subjectKind, subjectId }, 'a,b');
      assertRefused(answer, 'not_found');
    }
    assertRefused(
      await sendFile(owner, company, { ...subject, subjectKind: 'user' }, 'a,b'),
      'invalid_input',
      'query/subjectKind',
    );
    assertRefused(
      await sendFile(owner, company, subject, '<html></html>', { type: 'text/html' }),
      'file_type_not_allowed',
    );
  });

  test('is one of at most 50, also of those that come at once', async () => {
    const subject = await newContact();
    for (let n = 1; n < 50; n += 1) await upload(owner, company, subject, `n,${n}`);
    const both = await Promise.all(
      ['x', 'y'].map((content) => sendFile<{ code?: string }>(owner, company, subject, content)),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 422]);
    assert.ok(both.some(({ body }) => body.code === 'too_many_attachments'));
    assert.equal((await listed(subject)).length, 50);
  });
});

describe('removing', () => {
  test('takes what is attached to a draft or a contact, and its bytes', async () => {
    const draft = { subjectKind: 'entry', subjectId: company.draftEntry.id };
    for (const subject of [
      await newContact(),
      draft,
      { subjectKind: 'invoice', subjectId: company.draftInvoice.id },
    ]) {
      const { id } = await upload(owner, company, subject, 'a,b');
      assert.equal((await remove(id)).status, 204);
      assertRefused(await remove(id), 'not_found');
      assertRefused(await owner.get(`${company.at}/attachments/${id}/content`), 'not_found');
      const { rows } = await inCompany(sql`SELECT FROM erp.attachment_contents WHERE attachment_id = ${id}`);
      assert.equal(rows.length, 0);
    }
  });

  test('is refused for what is posted, by the database too', async () => {
    for (const subject of [
      { subjectKind: 'invoice', subjectId: company.invoice.id },
      { subjectKind: 'entry', subjectId: company.entry.id },
      { subjectKind: 'payment', subjectId: company.payment.id },
    ]) {
      const { id } = await upload(owner, company, subject, 'evidence');
      assertRefused(await remove(id), 'attachment_kept');
      await assert.rejects(inCompany(sql`DELETE FROM erp.attachments WHERE id = ${id}`), { code: 'CE153' });
      await assert.rejects(inCompany(sql`UPDATE erp.attachments SET file_name = 'x'`), { code: '42501' });
      await assert.rejects(inCompany(sql`DELETE FROM erp.attachment_contents`), { code: '42501' });
    }
  });

  test('happens with the draft, and posting a draft keeps them', async () => {
    const entry = async () => {
      const { body } = await owner.post<{ id: string; version: number }>(
        `${company.at}/entries`,
        saleEntry(company, '7', { status: 'draft' }),
      );
      const subject = { subjectKind: 'entry', subjectId: body.id };
      await upload(owner, company, subject, 'evidence');
      await owner.post(`${company.at}/comments`, { ...subject, text: 'Why?', mentions: [] });
      await owner.post(`${company.at}/tags/${company.tag.id}/attach`, subject);
      return body;
    };
    const notes = async (id: string) => {
      const { rows } = await inCompany(sql`
        SELECT id FROM erp.attachments WHERE subject_id = ${id}
        UNION ALL SELECT id FROM erp.comments WHERE subject_id = ${id}
        UNION ALL SELECT tag_id FROM erp.subject_tags WHERE subject_id = ${id}
        UNION ALL SELECT part_id FROM erp.search_texts WHERE subject_id = ${id}`);
      return rows.length;
    };
    const [gone, posted] = [await entry(), await entry()];
    assert.equal(await notes(gone.id), 5);
    await owner.call({ method: 'DELETE', url: `${company.at}/entries/${gone.id}` });
    assert.equal(await notes(gone.id), 0);
    const answer = await owner.post(`${company.at}/entries/${posted.id}/post`, { version: posted.version });
    assert.equal(answer.status, 201);
    assert.equal(await notes(posted.id), 5);
    // An invoice's draft is deleted and written anew when it is posted.
    const invoice = { subjectKind: 'invoice', subjectId: company.draftInvoice.id };
    await upload(owner, company, invoice, 'evidence');
    await owner.post(`${company.at}/invoices/${invoice.subjectId}/post`, { version: 1 });
    assert.equal((await listed(invoice)).length, 1);
  });
});

test('the database takes no other bytes than those that were checked', async () => {
  const id = newId();
  const digest = createHash('sha256').update('right').digest();
  const insert = (content: string) =>
    api.db.inCompany(company.id, async (trx) => {
      await sql`
        INSERT INTO erp.attachments (company_id, id, subject_kind, subject_id, file_name, type, size, sha256, storage,
          actor_kind)
        VALUES (${company.id}, ${id}, 'contact', ${company.contact.id}, 'a', 'text/csv', 5, ${digest}, 'database',
          'system')`.execute(trx);
      await sql`
        INSERT INTO erp.attachment_contents (company_id, attachment_id, content)
        VALUES (${company.id}, ${id}, ${Buffer.from(content)})`.execute(trx);
    });
  await assert.rejects(insert('wrong'), { code: 'CE154' });
  await insert('right');
});

test('the API and the database know the same types and bounds', async () => {
  const [check] = await api.asOwner<{ types: string; size: string }>(
    `SELECT max(pg_get_constraintdef(oid)) FILTER (WHERE conname = 'attachments_type_check') AS types,
       max(pg_get_constraintdef(oid)) FILTER (WHERE conname = 'attachments_size_check') AS size
     FROM pg_constraint WHERE conrelid = 'erp.attachments'::regclass`,
  );
  const inDatabase = [...(check?.types ?? '').matchAll(/'([a-z]+[/][^']+)'/g)].map((found) => found[1]);
  assert.deepEqual(inDatabase.sort(), [...ATTACHMENT_TYPES].sort());
  assert.match(check?.size ?? '', new RegExp(String(MAX_ATTACHMENT_BYTES)));
});
