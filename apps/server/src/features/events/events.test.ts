import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EVENT_TYPES, type Event, type EventPage } from '@crypto-erp/contract/events';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { CONTACT } from '../../testing/documents.ts';
import { assertChecksHold, saleEntry } from '../../testing/entries.ts';
import { type TestWebhooks, testWebhooks } from '../../testing/webhooks.ts';
import { SYSTEM, writeAudit } from '../audit-log/service.ts';
import { createContact } from '../contacts/service.ts';
import { eventsRound } from '../webhooks/round.ts';
import { sequenceEvents } from './service.ts';

let webhooks: TestWebhooks;
let company: Awaited<ReturnType<TestWebhooks['company']>>;
before(async () => {
  webhooks = await testWebhooks();
  company = await webhooks.company();
});
after(() => webhooks.close());

const read = (cursor = '', limit = 1_000) =>
  company.call<EventPage>('GET', `events/log?limit=${limit}${cursor && `&cursor=${cursor}`}`);

/** A contact made in a transaction that stays open until `commit` is called. */
async function openContact(name: string) {
  let commit = () => undefined as undefined;
  let made = () => undefined as undefined;
  const written = new Promise<void>((resolve) => {
    made = () => void resolve();
  });
  const ended = webhooks.api.db.inCompany(company.id, async (trx) => {
    const asked = new Promise<void>((resolve) => {
      commit = () => void resolve();
    });
    await createContact(trx, { companyId: company.id, actor: SYSTEM }, { ...CONTACT, name });
    made();
    await asked;
  });
  await written;
  return async () => {
    commit();
    await ended;
  };
}

const namesOf = (items: Event[]) =>
  items.filter((one) => one.type === 'contact.created').map((one) => (one.data as { name: string }).name);

test('the database publishes the types that the contract lists', async () => {
  const [row] = await webhooks.api.asOwner<{ types: string[] }>('SELECT erp.event_types() AS types');
  assert.deepEqual(row?.types, [...EVENT_TYPES]);
});

test('what is committed late does not appear behind a cursor that was read', async () => {
  const commitEarly = await openContact('Begun first');
  const commitLate = await openContact('Begun second');
  await company.contact('Committed first');
  await eventsRound(webhooks.api.db, assert.fail);
  const first = await read();
  assert.deepEqual(namesOf(first.items), ['Committed first']);
  await commitLate();
  await eventsRound(webhooks.api.db, assert.fail);
  const second = await read(first.nextCursor);
  assert.deepEqual(namesOf(second.items), ['Begun second']);
  await commitEarly();
  // Without a sequence it is not there yet for anyone.
  assert.deepEqual(await read(second.nextCursor), { items: [], nextCursor: second.nextCursor });
  await eventsRound(webhooks.api.db, assert.fail);
  assert.deepEqual(namesOf((await read(second.nextCursor)).items), ['Begun first']);
  const all = (await read()).items.map((one) => one.sequence);
  assert.deepEqual(
    all,
    all.map((_, i) => i + 1),
  );
});

test('pages follow one another to the end, and the last cursor goes on from there', async () => {
  for (const name of ['A', 'B', 'C', 'D', 'E']) await company.contact(name);
  await eventsRound(webhooks.api.db, assert.fail);
  const all = (await read()).items;
  const paged: Event[] = [];
  let cursor = '';
  for (;;) {
    const page = await read(cursor, 2);
    cursor = page.nextCursor;
    if (page.items.length === 0) break;
    paged.push(...page.items);
  }
  assert.deepEqual(paged, all);
  await company.contact('F');
  await eventsRound(webhooks.api.db, assert.fail);
  assert.deepEqual(namesOf((await read(cursor)).items), ['F']);
});

test('only published actions are events: an entry that is posted, not its draft', async () => {
  const { nextCursor } = await read();
  await company.call('POST', 'entries', saleEntry(company, '5', { status: 'draft' }));
  const posted = await company.call<{ id: string }>('POST', 'entries', saleEntry(company, '5'));
  await company.call('POST', 'invitations', { email: 'ann@example.com', role: 'clerk' });
  const tell = (action: string) =>
    webhooks.api.db.inCompany(company.id, (trx) =>
      writeAudit(trx, {
        ...{ companyId: company.id, actor: SYSTEM, action, subjectKind: 'period', subjectId: null },
        ...{ before: null, after: { month: '2026-01' } },
      }),
    );
  await tell('period.dreamt-of');
  await tell('period.closed');
  await eventsRound(webhooks.api.db, assert.fail);
  const { items } = await read(nextCursor);
  assert.deepEqual(
    items.map(({ type, subject }) => [type, subject]),
    [
      ['entry.posted', { kind: 'entry', id: posted.id }],
      ['period.closed', { kind: 'period', id: null }],
    ],
  );
});

test('however many count at once and whatever happens meanwhile, sequences have no gap and no double', async () => {
  await company.webhook();
  const rounds = Array.from({ length: 8 }, () => eventsRound(webhooks.api.db, assert.fail));
  const work = Array.from({ length: 30 }, (_, i) => company.contact(`Many ${i}`));
  const undone = webhooks.api.db
    .inCompany(company.id, async (trx) => {
      await createContact(trx, { companyId: company.id, actor: SYSTEM }, CONTACT);
      await sequenceEvents(trx, company.id);
      throw new Error('undone');
    })
    .catch((error: Error) => assert.equal(error.message, 'undone'));
  await Promise.all([...rounds, ...work, undone]);
  await webhooks.run();
  const sequences = (await read()).items.map((one) => one.sequence);
  assert.deepEqual(
    sequences,
    sequences.map((_, i) => i + 1),
  );
  const told = company.names().filter((name) => name.startsWith('Many'));
  assert.equal(new Set(told).size, 30);
  assert.equal(told.length, 30);
  await assertChecksHold(webhooks.api, company.id);
});

test('the application can neither write an event nor move one', async () => {
  const denied = { code: '42501' };
  const tried = (text: string) =>
    webhooks.api.db.inCompany(company.id, (trx: Trx) => sql.raw(text).execute(trx));
  await assert.rejects(tried('UPDATE erp.events SET sequence = sequence + 1'), denied);
  await assert.rejects(tried('UPDATE erp.event_heads SET sequence = 0'), denied);
  await assert.rejects(tried('DELETE FROM erp.events'), denied);
  await assert.rejects(
    tried(`INSERT INTO erp.events (company_id, id) VALUES ('${company.id}', gen_random_uuid())`),
    denied,
  );
  const immutable = { code: 'CE001' };
  for (const text of ['UPDATE erp.events SET sequence = 900 WHERE sequence = 1', 'DELETE FROM erp.events'])
    await assert.rejects(webhooks.api.asOwner(text), immutable);
});
