import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Contact, ContactInput } from '@crypto-erp/contract/contacts';
import { Contact as ContactSchema } from '@crypto-erp/contract/contacts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { refused, type TestBooks, testApp, testBooks } from '../../testing/books.ts';
import { CONTACT } from '../../testing/documents.ts';
import { createPaymentTerms } from '../payment-terms/service.ts';
import { listContacts } from './read-model.ts';
import { contactsRoutes } from './routes.ts';
import { changeContact, createContact, requireContact } from './service.ts';

const PLAIN: ContactInput = { ...CONTACT, name: 'Plain' };

let books: TestBooks;
before(async () => {
  books = await testBooks();
});
after(() => books?.close());

/** Runs `work` in the first company. */
function inMine<T>(work: Parameters<typeof books.db.inCompany<T>>[1]): Promise<T> {
  return books.db.inCompany(books.mine.companyId, work);
}

function create(input: Partial<ContactInput>): Promise<Contact> {
  return inMine((trx) => createContact(trx, books.mine, { ...PLAIN, ...input }));
}

async function found(search: string): Promise<string[]> {
  const page = await inMine((trx) => listContacts(trx, books.mine.companyId, { search }));
  return page.items.map((contact) => contact.name);
}

describe('one contact', () => {
  test('keeps every field, and is audited', async () => {
    const terms = await inMine((trx) =>
      createPaymentTerms(trx, books.mine, { name: 'Thirty', days: 30, fromEndOfMonth: false }),
    );
    const input = {
      name: 'Søren & Söhne',
      email: 'soren@example.com',
      taxNumber: 'DK 12345678',
      address: 'Vej 1\nKøbenhavn',
      country: 'DK',
      defaultAsset: 'ETH',
      paymentTermsId: terms.id,
    };
    const contact = await create(input);
    assert.deepEqual(contact, { id: contact.id, ...input, archived: false, version: 1 });
    const changed = await inMine((trx) =>
      changeContact(trx, books.mine, contact.id, { ...PLAIN, name: 'Other', archived: true, version: 1 }),
    );
    assert.deepEqual(changed, { ...PLAIN, id: contact.id, name: 'Other', archived: true, version: 2 });
    const { rows } = await inMine((trx) =>
      sql<{ action: string; before: unknown; after: unknown }>`
        SELECT action, before, after FROM erp.audit_log WHERE subject_id = ${contact.id} ORDER BY id`.execute(
        trx,
      ),
    );
    assert.deepEqual(rows, [
      { action: 'contact.created', before: null, after: contact },
      { action: 'contact.changed', before: contact, after: changed },
    ]);
  });

  test('refuses an old version, and what it refers to in vain', async () => {
    const { id, version } = await create({ name: 'Versioned' });
    const change = (more: object) =>
      inMine((trx) =>
        changeContact(trx, books.mine, id, { ...PLAIN, name: 'New', archived: false, version, ...more }),
      );
    await assert.rejects(change({ version: 2 }), refused('version_conflict', '/version'));
    await assert.rejects(change({ defaultAsset: 'NOPE' }), refused('unknown_asset', '/defaultAsset'));
    const others = await books.db.inCompany(books.other.companyId, (trx) =>
      createPaymentTerms(trx, books.other, { name: 'Theirs', days: 1, fromEndOfMonth: false }),
    );
    for (const paymentTermsId of [newId(), others.id]) {
      await assert.rejects(change({ paymentTermsId }), refused('unknown_payment_terms', '/paymentTermsId'));
      await assert.rejects(create({ paymentTermsId }), refused('unknown_payment_terms', '/paymentTermsId'));
    }
    await assert.rejects(create({ defaultAsset: 'NOPE' }), refused('unknown_asset', '/defaultAsset'));
    const { name } = await inMine((trx) => requireContact(trx, books.mine.companyId, id));
    assert.equal(name, 'Versioned');
  });

  test('two changes of one version at once: one is refused', async () => {
    const { id } = await create({ name: 'Raced' });
    const results = await Promise.allSettled(
      ['one', 'two'].map((name) =>
        inMine((trx) => changeContact(trx, books.mine, id, { ...PLAIN, name, archived: false, version: 1 })),
      ),
    );
    assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
  });

  test('is not there for another company', async () => {
    const { id } = await create({ name: 'Hidden' });
    const { companyId } = books.other;
    await books.db.inCompany(companyId, async (trx) => {
      // Row-level security hides it even from a query that names the wrong company.
      await assert.rejects(requireContact(trx, books.mine.companyId, id), refused('not_found'));
      await assert.rejects(requireContact(trx, companyId, id), refused('not_found'));
      const update = { ...PLAIN, archived: false, version: 1 };
      await assert.rejects(changeContact(trx, books.other, id, update), refused('not_found'));
      const page = await listContacts(trx, books.mine.companyId, {});
      assert.deepEqual(page, { items: [], nextCursor: null });
    });
  });
});

describe('the search', () => {
  test('finds any part of name or address in any case', async () => {
    await create({ name: 'Éclair GmbH', email: 'Orders@Pastry.example' });
    assert.deepEqual(await found('ÉCLAIR'), ['Éclair GmbH']);
    assert.deepEqual(await found('éclair g'), ['Éclair GmbH']);
    assert.deepEqual(await found('@pastry.'), ['Éclair GmbH']);
    assert.deepEqual(await found('no such text'), []);
  });

  test('takes every character as itself', async () => {
    const names = ['100% wool', '100 wool', 'a_b', 'acb', "O'Hara", 'Back\\slash', 'Quote"d', '$1 & \\1 {x}'];
    for (const name of names) await create({ name });
    assert.deepEqual(await found('0%'), ['100% wool']);
    assert.deepEqual(await found('a_b'), ['a_b']);
    assert.deepEqual(await found("O'H"), ["O'Hara"]);
    assert.deepEqual(await found('\\s'), ['Back\\slash']);
    assert.deepEqual(await found('"'), ['Quote"d']);
    assert.deepEqual(await found('& \\1 {'), ['$1 & \\1 {x}']);
  });

  test('finds a name by every part of it', async () => {
    const character = fc.constantFrom('%', '_', '\\', "'", '"', 'é', '漢', '𝄞', '*', '.', '(', ' ', 'z');
    const text = fc.string({ unit: character, minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (start, middle, end) => {
        const { id } = await create({ name: `${start}${middle}${end}` });
        const hit = await inMine((trx) =>
          sql`SELECT FROM erp.contacts_matching(${books.mine.companyId}, ${middle}) m (id) WHERE m.id = ${id}`.execute(
            trx,
          ),
        );
        assert.equal(hit.rows.length, 1);
      }),
      { numRuns: 40 },
    );
  });

  test('refuses a company outside the scope, in plain SQL too', async () => {
    await assert.rejects(
      books.db.inCompany(books.other.companyId, (trx) =>
        sql`SELECT erp.contacts_matching(${books.mine.companyId}, 'a')`.execute(trx),
      ),
      /not in the scope/,
    );
  });
});

describe('the list', () => {
  test('gives 250 contacts of equal and unequal names once each, archived ones apart', async () => {
    const names = Array.from({ length: 250 }, (_, i) => `paged ${'abcde'[i % 5]}${i < 100 ? '' : i}`);
    await inMine(async (trx) => {
      for (const name of names) await createContact(trx, books.mine, { ...PLAIN, name });
    });
    const archived = await create({ name: 'paged archived' });
    await inMine((trx) =>
      changeContact(trx, books.mine, archived.id, { ...archived, archived: true, version: 1 }),
    );

    const seen: Contact[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await inMine((trx) =>
        listContacts(trx, books.mine.companyId, { search: 'paged', limit: 100, cursor }),
      );
      seen.push(...page.items);
      sizes.push(page.items.length);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && sizes.length < 10);
    assert.deepEqual(sizes, [100, 100, 50]);
    assert.equal(new Set(seen.map((contact) => contact.id)).size, 250);
    assert.deepEqual(
      seen.map((contact) => contact.name),
      names.toSorted(),
    );

    const page = await inMine((trx) =>
      listContacts(trx, books.mine.companyId, { search: 'paged', archived: true }),
    );
    assert.deepEqual(
      page.items.map((contact) => contact.name),
      ['paged archived'],
    );
  });

  test('refuses a cursor that no page gave', async () => {
    const made = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
    for (const cursor of ['x', made(['a']), made(['a', 'b']), made(['\0', newId()]), made([[], newId()])]) {
      await assert.rejects(
        inMine((trx) => listContacts(trx, books.mine.companyId, { cursor })),
        refused('invalid_input', 'query/cursor'),
        cursor,
      );
    }
  });
});

test('over HTTP: create, repeat, read, change, page on after the longest name there can be', async () => {
  const app = await testApp(books.mine.companyId, 'clerk', (app) => contactsRoutes(app, { db: books.db }));
  try {
    const name = '🎼'.repeat(200);
    const [first, again] = await Promise.all(
      [1, 2].map(() => app.call('POST', 'contacts', { ...PLAIN, name }, 'key-1')),
    );
    assert.equal(first?.status, 201);
    assert.ok(Value.Check(ContactSchema, first.body), JSON.stringify(first.body));
    assert.deepEqual(again, first);
    await app.call('POST', 'contacts', { ...PLAIN, name: `${name.slice(2)}🎽` });

    const read = await app.call('GET', `contacts/${first.body.id}`);
    assert.deepEqual(read, { status: 200, body: first.body });
    const search = encodeURIComponent('🎼🎼');
    const page = await app.call('GET', `contacts?limit=1&search=${search}`);
    assert.equal(page.body.items[0].name, name);
    const next = await app.call('GET', `contacts?limit=1&search=${search}&cursor=${page.body.nextCursor}`);
    assert.equal(next.body.items[0].name, `${name.slice(2)}🎽`);
    assert.equal(next.body.nextCursor, null);

    const update = { ...PLAIN, name: 'Short', archived: true, version: 1 };
    const changed = await app.call('PATCH', `contacts/${first.body.id}`, update);
    assert.deepEqual(changed, { status: 200, body: { ...update, id: first.body.id, version: 2 } });
    const stale = await app.call('PATCH', `contacts/${first.body.id}`, update);
    assert.deepEqual([stale.status, stale.body.code], [409, 'version_conflict']);
    const archived = await app.call('GET', 'contacts?archived=true&search=short');
    assert.deepEqual(
      archived.body.items.map((contact: Contact) => contact.name),
      ['Short'],
    );
    for (const path of ['contacts?search=%00', `contacts/${newId()}`, 'contacts?cursor=x']) {
      const answer = await app.call('GET', path);
      assert.ok(answer.status === 400 || answer.status === 404, `${path}: ${answer.status}`);
    }
  } finally {
    await app.close();
  }
});
