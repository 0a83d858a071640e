import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TimelineItem, TimelinePage } from '@crypto-erp/contract/timeline';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestUser, testApi } from '../../testing/api.ts';
import { assertRefused } from '../../testing/entries.ts';
import { fullCompany } from '../../testing/full-company.ts';

let api: TestApi;
let owner: TestUser;
let company: Awaited<ReturnType<typeof fullCompany>>;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
  company = await fullCompany(api, owner);
});
after(() => api.close());

type Page = Static<typeof TimelinePage>;

async function page(subjectKind: string, subjectId: string, more = '', user = owner): Promise<Page> {
  const { status, body } = await user.get<Page>(
    `${company.at}/timeline?subjectKind=${subjectKind}&subjectId=${subjectId}${more}`,
  );
  assert.equal(status, 200, JSON.stringify(body));
  assert.ok(Value.Check(TimelinePage, body), JSON.stringify(body));
  return body;
}

const named = (item: TimelineItem) => (item.event === 'change' ? item.action : item.event);

test('an invoice tells its whole history in one list, newest first, each thing once', async () => {
  const subject = { subjectKind: 'invoice', subjectId: company.invoice.id };
  const comment = await owner.post<{ id: string }>(`${company.at}/comments`, {
    ...subject,
    text: 'Wrong',
    mentions: [],
  });
  await owner.call({
    method: 'PATCH',
    url: `${company.at}/comments/${comment.body.id}`,
    payload: { text: 'Right', mentions: [], version: 1 },
  });
  const gone = await owner.post<{ id: string }>(`${company.at}/comments`, {
    ...subject,
    text: 'Gone',
    mentions: [],
  });
  await owner.call({ method: 'DELETE', url: `${company.at}/comments/${gone.body.id}` });
  await owner.post(`${company.at}/payments/${company.payment.id}/reverse`, {
    date: '2026-03-11',
    reason: 'Bounced',
  });
  const { items, nextCursor } = await page('invoice', company.invoice.id);
  assert.equal(nextCursor, null);
  assert.deepEqual(items.map(named), [
    'payment.reversed',
    'invoice.reopened',
    'comment.deleted',
    'comment.edited',
    'comment',
    'attachment',
    'tag.attached',
    'comment',
    'reminder.sent',
    'invoice.settled',
    'settlement',
    'invoice.posted',
  ]);
  assert.ok(items.every(({ actorName }) => actorName === 'Tess Tester'));
  const find = <Event extends TimelineItem['event']>(event: Event, name: string = event) =>
    items.find((item) => item.event === event && named(item) === name) as
      | Extract<TimelineItem, { event: Event }>
      | undefined;
  assert.deepEqual(find('change', 'invoice.settled')?.changes, [
    { field: 'settledAmount', before: '0', after: '19.00' },
    { field: 'status', before: 'posted', after: 'partly-paid' },
  ]);
  const edited = find('change', 'comment.edited')?.changes.find(({ field }) => field === 'text');
  assert.deepEqual(edited, { field: 'text', before: 'Wrong', after: 'Right' });
  assert.equal(find('comment')?.text, 'Right');
  const { kind, date, asset, amount, reversed, paymentId } = find('settlement') ?? {};
  assert.deepEqual(
    [kind, date, asset, amount, reversed, paymentId],
    ['payment', '2026-03-10', 'EUR', '19.00', true, company.payment.id],
  );
  assert.deepEqual(find('attachment')?.fileName, 'list.csv');
});

test('pages hold everything once, in the same order, whatever shares an instant', async () => {
  const whole = (await page('invoice', company.invoice.id)).items;
  for (const limit of [1, 3]) {
    const seen: TimelineItem[] = [];
    let cursor = '';
    do {
      const next = await page('invoice', company.invoice.id, `&limit=${limit}${cursor}`);
      seen.push(...next.items);
      cursor = next.nextCursor === null ? '' : `&cursor=${next.nextCursor}`;
    } while (cursor !== '');
    assert.deepEqual(seen, whole);
  }
  const wrong = Buffer.from(JSON.stringify(['2026-02-31T99:00:00.000000Z', newId()])).toString('base64url');
  for (const cursor of ['x', wrong]) {
    const url = `${company.at}/timeline?subjectKind=contact&subjectId=${company.contact.id}&cursor=${cursor}`;
    assertRefused(await owner.get(url), 'invalid_input', 'query/cursor');
  }
});

test('every kind has one, and who may read the subject may read it', async () => {
  const clerk = await api.member(owner, company, 'clerk');
  for (const [kind, id, first] of [
    ['contact', company.contact.id, 'contact.created'],
    ['entry', company.entry.id, 'entry.posted'],
    ['entry', company.draftEntry.id, 'entry.drafted'],
    ['payment', company.payment.id, 'payment.recorded'],
    ['invoice', company.draftInvoice.id, 'invoice.drafted'],
  ] as const) {
    const { items } = await page(kind, id, '', clerk);
    assert.deepEqual(items.map(named).at(-1), first);
  }
  const missing = await owner.get(`${company.at}/timeline?subjectKind=contact&subjectId=${newId()}`);
  assertRefused(missing, 'not_found');
});

test('a bill and a credit note have one too, with what settled them', async () => {
  const post = async (noun: string, body: object) => {
    const answer = await owner.post<{ id: string }>(`${company.at}/${noun}`, {
      ...{ status: 'posted', contactId: company.contact.id, issueDate: '2026-03-05', dueDate: null },
      ...{ paymentTermsId: null, asset: 'EUR', reference: '', notes: '', externalNumber: 'RE-77001' },
      lines: [
        {
          ...{ description: 'Paper', quantity: '1', unitPrice: '10' },
          ...{ discountPercent: '0', taxId: null, accountId: null },
        },
      ],
      ...body,
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const bill = await post('bills', {});
  const note = await post('credit-notes', { side: 'purchase', correctsId: bill, externalNumber: 'S-2' });
  const settled = (await page('bill', bill)).items.filter(({ event }) => event === 'settlement');
  assert.deepEqual((await page('bill', bill)).items.map(named).at(-1), 'bill.posted');
  assert.deepEqual((await page('credit-note', note)).items.map(named).at(-1), 'credit-note.posted');
  assert.ok(settled.every((item) => item.event === 'settlement' && item.kind === 'credit'));
  assertRefused(await owner.get(`${company.at}/timeline?subjectKind=invoice&subjectId=${bill}`), 'not_found');
  const hits = await owner.get<{ items: { kind: string; id: string }[] }>(`${company.at}/search?q=RE-77001`);
  assert.deepEqual(
    hits.body.items.map(({ kind, id }) => [kind, id]),
    [['bill', bill]],
  );
});
