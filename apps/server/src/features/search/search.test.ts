import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type SearchHit, SearchResult } from '@crypto-erp/contract/search';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { type TestApi, type TestUser, testApi } from '../../testing/api.ts';
import { CONTACT } from '../../testing/documents.ts';
import { assertRefused, saleEntry } from '../../testing/entries.ts';
import { fullCompany } from '../../testing/full-company.ts';

let api: TestApi;
let owner: TestUser;
let company: Awaited<ReturnType<typeof fullCompany>>;
let other: Awaited<ReturnType<typeof fullCompany>>;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
  company = await fullCompany(api, owner);
  other = await fullCompany(api, owner);
});
after(() => api.close());

async function search(q: string, more: Record<string, string> = {}): Promise<SearchHit[]> {
  const query = new URLSearchParams({ q, ...more });
  const { status, body } = await owner.get<Static<typeof SearchResult>>(`${company.at}/search?${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(Value.Check(SearchResult, body), JSON.stringify(body));
  return body.items;
}

const found = async (q: string, more?: Record<string, string>) =>
  (await search(q, more)).map(({ kind, id, part }) => `${kind} ${part} ${id}`);

async function newContact(name: string, change: object = {}): Promise<string> {
  const { body } = await owner.post<{ id: string }>(`${company.at}/contacts`, {
    ...CONTACT,
    name,
    ...change,
  });
  return body.id;
}

/** The words as they are must be those that the rows give. */
async function assertIndexIsWhole(): Promise<void> {
  const wrong = await api.asOwner(
    `SELECT company_id, part_id FROM (
       (SELECT * FROM erp.searchable_of($1) EXCEPT SELECT company_id, part_id, part, subject_kind, subject_id, words FROM erp.search_texts)
       UNION ALL
       (SELECT company_id, part_id, part, subject_kind, subject_id, words FROM erp.search_texts EXCEPT SELECT * FROM erp.searchable_of($1))
     ) AS differences`,
    [[company.id, other.id]],
  );
  assert.deepEqual(wrong, []);
}

describe('the search', () => {
  test('finds by number, name, reference, description, amount, comment and tag', async () => {
    const invoice = `invoice subject ${company.invoice.id}`;
    const draft = `invoice subject ${company.draftInvoice.id}`;
    const payment = `payment subject ${company.payment.id}`;
    const contact = `contact subject ${company.contact.id}`;
    const entry = `entry subject ${company.entry.id}`;
    assert.equal((await found('INV-2026-00001'))[0], invoice);
    assert.equal((await found('inv 1'))[0], invoice);
    assert.deepEqual((await found('ann buyer')).sort(), [contact, draft, invoice, payment].sort());
    assert.deepEqual((await found('PO 7')).sort(), [draft, invoice].sort());
    assert.deepEqual(await found('Sale of 10'), [entry]);
    assert.deepEqual(await found('sale 11'), [`entry subject ${company.draftEntry.id}`]);
    for (const amount of ['119', '119.0', '119.00', '119,00', '0119']) {
      assert.deepEqual((await found(amount)).sort(), [draft, invoice].sort(), amount);
    }
    assert.deepEqual(await found('19.00', { kinds: 'payment' }), [payment]);
    assert.deepEqual(await found('look'), [`invoice comment ${company.invoice.id}`]);
    assert.deepEqual(await found('urgent'), [`invoice tag ${company.invoice.id}`]);
    assert.deepEqual(await found('high street'), [contact]);
    assert.deepEqual(await found('ann@example.com'), [contact]);
    assert.deepEqual(await found('nowhere to be found'), []);
    assert.deepEqual(await found('annbuyer'), []);
    for (const nothing of [' ', '- & | ! ( ) : * \' " \\', '%', '_'])
      assert.deepEqual(await found(nothing), [], nothing);
  });

  test('says of a hit what a person needs to recognise it', async () => {
    const [hit] = await search('INV-2026-00001');
    assert.deepEqual(hit, {
      kind: 'invoice',
      id: company.invoice.id,
      part: 'subject',
      number: 'INV-2026-00001',
      title: 'Ann Buyer',
      detail: 'PO 7',
      date: '2026-03-01',
      asset: 'EUR',
      amount: '119.00',
      status: 'partly-paid',
    });
  });

  test('gives exact words before beginnings, the number before the text, the newest first, and so many', async () => {
    const [first, second] = [await newContact('Zeppelin'), await newContact('Zeppelin')];
    const longer = await newContact('Zeppeliner');
    const inText = await newContact('Other', { address: 'Zeppelin street' });
    const ids = (hits: SearchHit[]) => hits.map(({ id }) => id);
    assert.deepEqual(ids(await search('zeppelin')), [second, first, inText, longer]);
    assert.deepEqual(ids(await search('zeppelin', { limit: '2' })), [second, first]);
    assert.deepEqual(ids(await search('zep')).length, 4);
    assert.deepEqual(await search('zeppelin', { kinds: 'invoice,entry' }), []);
  });

  test('takes letters without their accents and in any case, and every character as none of its own', async () => {
    const id = await newContact("Éclair & Söhne «株式会社» O'Hara\\x");
    for (const q of [
      'eclair',
      'ÉCLAIR',
      'e\u0301clair',
      'sohne',
      'SÖHNE',
      '株式',
      "o'hara",
      'x eclair',
      '«株式会社»',
    ])
      assert.ok(
        (await search(q)).some((hit) => hit.id === id),
        q,
      );
  });

  test('finds a name by every beginning of its words, whatever they are made of', async () => {
    const character = fc.constantFrom(
      '%',
      "'",
      '"',
      '\\',
      ':',
      '*',
      'é',
      '漢',
      '𝄞',
      '.',
      ',',
      '0',
      '7',
      '\u0001',
      '\u2003',
      ' ',
      'z',
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: character, minLength: 1, maxLength: 14 }), async (name) => {
        const id = await newContact(name);
        const whole = await search(name, { limit: '100', kinds: 'contact' });
        const hasWord = /[^\s\p{P}\p{Cc}]/u.test(name);
        assert.equal(whole.some((hit) => hit.id === id) || !hasWord || whole.length === 100, true);
      }),
      { numRuns: 40 },
    );
    await assertIndexIsWhole();
  });

  test('follows what is changed, deleted and posted', async () => {
    const id = await newContact('Oldname');
    const invoice = { status: 'draft', contactId: id, asset: 'EUR', issueDate: '2026-03-02' };
    const draft = await owner.post<{ id: string; version: number }>(`${company.at}/invoices`, {
      ...{ dueDate: null, paymentTermsId: null, reference: 'Zebra', notes: '' },
      ...invoice,
      lines: [
        {
          description: 'x',
          quantity: '1',
          unitPrice: '77.5',
          discountPercent: '0',
          taxId: null,
          accountId: null,
        },
      ],
    });
    await owner.call({
      method: 'PATCH',
      url: `${company.at}/contacts/${id}`,
      payload: { ...CONTACT, name: 'Newname', archived: false, version: 1 },
    });
    assert.deepEqual(await found('oldname'), []);
    assert.deepEqual((await found('newname')).length, 2);
    assert.deepEqual(await found('zebra 77.50'), [`invoice subject ${draft.body.id}`]);
    await owner.post(`${company.at}/invoices/${draft.body.id}/post`, { version: 1 });
    const [posted] = await search('zebra');
    assert.deepEqual([posted?.id, posted?.status], [draft.body.id, 'posted']);

    const entry = await owner.post<{ id: string }>(
      `${company.at}/entries`,
      saleEntry(company, '3', { status: 'draft', description: 'Walrus' }),
    );
    assert.equal((await found('walrus')).length, 1);
    await owner.call({ method: 'DELETE', url: `${company.at}/entries/${entry.body.id}` });
    assert.deepEqual(await found('walrus'), []);
    const comment = await owner.post<{ id: string }>(`${company.at}/comments`, {
      subjectKind: 'contact',
      subjectId: id,
      text: 'Giraffe',
      mentions: [],
    });
    const at = `${company.at}/comments/${comment.body.id}`;
    assert.deepEqual(await found('giraffe'), [`contact comment ${id}`]);
    await owner.call({ method: 'PATCH', url: at, payload: { text: 'Okapi', mentions: [], version: 1 } });
    assert.deepEqual([await found('giraffe'), (await found('okapi')).length], [[], 1]);
    await owner.call({ method: 'DELETE', url: at });
    assert.deepEqual(await found('okapi'), []);
    await assertIndexIsWhole();
  });

  test('finds nothing of another company, and no word without its company', async () => {
    const hits = await search('ann', { limit: '100' });
    assert.ok(hits.length > 0 && hits.every(({ id }) => id !== other.contact.id && id !== other.invoice.id));
    const stray = await api.asOwner(
      `SELECT FROM erp.search_texts t, unnest(tsvector_to_array(t.words)) AS word
       WHERE NOT starts_with(word, replace(t.company_id::text, '-', ''))`,
    );
    assert.deepEqual(stray, []);
  });

  test('refuses what it does not know', async () => {
    for (const more of ['q=', 'q=x&kinds=user', 'q=x&kinds=', 'q=x&limit=101', 'kinds=entry'])
      assertRefused(await owner.get(`${company.at}/search?${more}`), 'invalid_input');
  });
});

test('among 20,000 subjects a word that few have is found through the index, for every caller', async () => {
  await api.asOwner(
    `INSERT INTO erp.search_texts (company_id, part_id, part, subject_kind, subject_id, words)
     SELECT $1, id, 'subject', 'contact', id, erp.search_vector($1, 'NR-' || n, 'Customer ' || md5(n::text), '', n::text)
     FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 20000) n) AS many`,
    [other.id],
  );
  await api.asOwner('ANALYZE erp.search_texts');
  const owners = new pg.Client({ connectionString: api.ownerUrl });
  await owners.connect();
  try {
    const plans: string[] = [];
    owners.on('notice', ({ message }) => plans.push(message ?? ''));
    await owners.query(`LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0;
      SET auto_explain.log_nested_statements = on; SET auto_explain.log_analyze = on; SET client_min_messages = log`);
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      for (const [text, expected] of [
        ['NR-1234', 1],
        ['19999', 1],
        ['ann buyer', 4],
      ] as const) {
        plans.length = 0;
        await owners.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}; SET LOCAL ROLE crypto_erp_app;
          SET LOCAL app.company_ids = '{${other.id}}'`);
        const kinds = ['contact', 'invoice', 'payment'];
        const { rowCount } = await owners.query('SELECT * FROM erp.search($1, $2, $3, 50)', [
          other.id,
          text,
          kinds,
        ]);
        await owners.query('ROLLBACK');
        assert.ok((rowCount ?? 0) >= expected, `${text}: ${rowCount}`);
        const plan = plans.find((one) => one.includes('found AS MATERIALIZED')) ?? plans.join('\n');
        assert.match(plan, /Bitmap Index Scan on search_texts_words/, plan);
        assert.doesNotMatch(plan, /Seq Scan on search_texts|search_texts_pkey/, plan);
      }
    }
  } finally {
    await owners.end();
  }
});

test('the application itself reads no words of another company, and writes none', async () => {
  const inMine = (statement: ReturnType<typeof sql>) =>
    api.db.inCompany(company.id, (trx) => statement.execute(trx));
  const seen = await inMine(sql`SELECT FROM erp.search_texts WHERE company_id = ${other.id}`);
  assert.equal(seen.rows.length, 0);
  await assert.rejects(inMine(sql`DELETE FROM erp.search_texts`), { code: '42501' });
});
