import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Approval, ApprovalPage, type Delegation } from '@crypto-erp/contract/approvals';
import type { Document } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import type { Role } from '@crypto-erp/contract/roles';
import { Value } from 'typebox/value';
import { type Reply, type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { CONTACT, INVOICE } from '../../testing/documents.ts';
import { assertChecksHold, assertRefused, saleEntry, withBooksHeld } from '../../testing/entries.ts';

let api: TestApi;
let owner: TestUser;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
});
after(() => api.close());

const idOf = async (user: TestUser): Promise<string> =>
  (await user.get<{ user: { id: string } }>('/v1/me')).body.user.id;

async function ok<T>(answer: Promise<Reply<T>>): Promise<T> {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

async function member(company: TestCompany, role: Role): Promise<TestUser> {
  const user = await api.signUp();
  const { token } = await ok(
    owner.post<{ token: string }>(`${company.at}/invitations`, { email: user.email, role }),
  );
  await ok(user.post('/v1/invitations/accept', { token }));
  return user;
}

const put = <T>(user: TestUser, url: string, payload: object) =>
  user.call<T>({ method: 'PUT', url, payload });
const setRule = (company: TestCompany, change: object = {}) =>
  put(owner, `${company.at}/approval-rules/entry`, {
    threshold: '100',
    approverRoles: ['approver'],
    approverIds: [],
    version: null,
    ...change,
  });

/** A company that wants an approval of entries above 100, an accountant who writes and two approvers. */
async function careful() {
  const company = await owner.createCompany();
  await ok(setRule(company));
  const writer = await member(company, 'accountant');
  const approver = await member(company, 'approver');
  const at = company.at;
  return {
    company,
    at,
    writer,
    approver,
    draft: (amount = '101') =>
      ok(writer.post<Entry>(`${at}/entries`, saleEntry(company, amount, { status: 'draft' }))),
    submit: (draft: Entry, version = draft.version) =>
      writer.post<Approval>(`${at}/approvals`, { kind: 'entry', subjectId: draft.id, version }),
    approve: (user: TestUser, approval: Approval) =>
      user.post<Approval>(`${at}/approvals/${approval.id}/approve`, { comment: 'Seen' }),
    post: (draft: Entry, version = draft.version) =>
      writer.post<Entry>(`${at}/entries/${draft.id}/post`, { version }),
    edit: (draft: Entry, user = writer) => {
      const { status: _, ...content } = saleEntry(company, '102');
      return put<Entry>(user, `${at}/entries/${draft.id}`, { ...content, version: draft.version });
    },
    read: (approval: Approval) => ok(owner.get<Approval>(`${at}/approvals/${approval.id}`)),
  };
}

describe('above the amount that the company set', () => {
  test('an entry is posted by way of a draft that somebody else approved, and the trail stays', async () => {
    const { company, at, writer, approver, draft, submit, approve, post, read } = await careful();
    assertRefused(await writer.post(`${at}/entries`, saleEntry(company, '100.01')), 'approval_required');
    await ok(writer.post(`${at}/entries`, saleEntry(company, '100')));
    const one = await draft();
    assertRefused(await post(one), 'approval_required');
    const approval = await ok(submit(one));
    assert.deepEqual([approval.status, approval.amount, approval.version], ['submitted', '101', 1]);
    assertRefused(await post(one), 'approval_required');
    assertRefused(await submit(one), 'already_submitted');
    const approved = await ok(approve(approver, approval));
    const approverId = await idOf(approver);
    assert.deepEqual(
      [approved.status, approved.decidedBy, approved.onBehalfOf],
      ['approved', approverId, null],
    );
    const entry = await ok(post(one));
    assert.equal(entry.status, 'posted');
    const { trail, status } = await read(approval);
    assert.equal(status, 'approved');
    assert.deepEqual(
      trail.map(({ action, actorId, comment }) => [action, actorId, comment]),
      [
        ['submitted', await idOf(writer), ''],
        ['approved', approverId, 'Seen'],
      ],
    );
    for (const text of ['UPDATE erp.approval_events SET comment = $2', 'DELETE FROM erp.approvals']) {
      const values = text.includes('$2') ? [company.id, 'x'] : [company.id];
      await assert.rejects(api.asOwner(`${text} WHERE company_id = $1`, values), { code: 'CE001' });
    }
    await assertChecksHold(api, company.id);
    const list = await owner.get(`${at}/approvals?status=approved&subjectId=${one.id}`);
    assert.ok(Value.Check(ApprovalPage, list.body) && list.body.items.length === 1);
  });

  test('the author does not decide, whether they made the draft or only changed it', async () => {
    const { company, approver, draft, submit, approve, edit, read, writer, at } = await careful();
    await ok(setRule(company, { approverRoles: ['approver', 'accountant'], version: 1 }));
    const one = await draft();
    const approval = await ok(submit(one));
    assertRefused(await approve(writer, approval), 'approver_is_author');
    assertRefused(
      await writer.post(`${at}/approvals/${approval.id}/reject`, { comment: 'No' }),
      'approver_is_author',
    );
    assert.equal((await read(approval)).status, 'submitted');
    // Another accountant changes it: now both are authors.
    const second = await member(company, 'accountant');
    const changed = await ok(edit(one, second));
    const again = await ok(submit(changed));
    assertRefused(await approve(second, again), 'approver_is_author');
    assertRefused(await approve(writer, again), 'approver_is_author');
    await assert.rejects(
      api.asOwner(
        `UPDATE erp.approvals SET status = 'approved', decided_by = $2, decided_at = now() WHERE company_id = $1 AND id = $3`,
        [company.id, await idOf(second), again.id],
      ),
      { code: 'CE022' },
    );
    await ok(approve(approver, again));
  });

  test('an approval is of one version: a change of the draft makes it void', async () => {
    const { approver, draft, submit, approve, post, edit, read } = await careful();
    const one = await draft();
    assertRefused(await submit(one, 2), 'version_conflict');
    const approval = await ok(submit(one));
    await ok(approve(approver, approval));
    const changed = await ok(edit(one));
    assert.equal((await read(approval)).status, 'void');
    assertRefused(await post(changed), 'approval_required');
    const second = await ok(submit(changed));
    const third = await ok(edit(changed));
    assertRefused(await approve(approver, second), 'already_decided');
    await ok(approve(approver, await ok(submit(third))));
    assert.equal((await ok(post(third))).total, '102');
    assert.deepEqual(
      (await read(approval)).trail.map(({ action }) => action),
      ['submitted', 'approved', 'void'],
    );
  });

  test('what is rejected is not posted, and may be submitted again', async () => {
    const { at, approver, draft, submit, approve, post } = await careful();
    const one = await draft();
    const approval = await ok(submit(one));
    const reject = (comment: string) => approver.post(`${at}/approvals/${approval.id}/reject`, { comment });
    assertRefused(await reject(''), 'invalid_input', '/comment');
    await ok(reject('Where is the contract?'));
    assertRefused(await approve(approver, approval), 'already_decided');
    assertRefused(await post(one), 'approval_required');
    await ok(approve(approver, await ok(submit(one))));
    await ok(post(one));
    assertRefused(await submit(one), 'not_a_draft');
  });

  test('the database refuses an entry that nobody approved, whoever inserts it', async () => {
    const { company } = await careful();
    const insert = (amount: number) => {
      const bank = company.account('bank');
      return api.asOwner(`
        WITH e AS (
          INSERT INTO erp.entries (company_id, id, sequence, series, fiscal_year, serial, number, date, description,
            source, actor_kind, previous_hash, hash)
          VALUES ('${company.id}', gen_random_uuid(), 900, 'JE', 2026, 900, 'x', '2026-03-01', '', 'manual', 'user', '', '')
          RETURNING id)
        INSERT INTO erp.entry_lines (company_id, entry_id, position, date, account_id, asset, quantity, base_amount)
        SELECT '${company.id}', e.id, n, '2026-03-01', '${bank}', 'EUR', v, v
        FROM e, (VALUES (1, ${amount}), (2, -${amount})) AS l (n, v)`);
    };
    await assert.rejects(insert(101), { code: 'CE024' });
  });
});

describe('a bill', () => {
  test('needs an approval as an entry does: of its very version, and not by its author', async () => {
    const { company, at, writer, approver, approve, read } = await careful();
    const rule = {
      threshold: '99.99',
      approverRoles: ['approver', 'accountant'],
      approverIds: [],
      version: null,
    };
    await ok(put(owner, `${at}/approval-rules/bill`, rule));
    const contact = await ok(writer.post<{ id: string }>(`${at}/contacts`, CONTACT));
    const content = { ...INVOICE, contactId: contact.id, externalNumber: '' };
    assertRefused(await writer.post(`${at}/bills`, { ...content, status: 'posted' }), 'approval_required');
    const draft = await ok(writer.post<Document>(`${at}/bills`, { ...content, status: 'draft' }));
    const submit = (version: number) =>
      writer.post<Approval>(`${at}/approvals`, { kind: 'bill', subjectId: draft.id, version });
    const post = (version: number) => writer.post<Document>(`${at}/bills/${draft.id}/post`, { version });
    assertRefused(await post(1), 'approval_required');
    const first = await ok(submit(1));
    assert.equal(first.amount, '100');
    assertRefused(await approve(writer, first), 'approver_is_author');
    await ok(approve(approver, first));
    await ok(put(writer, `${at}/bills/${draft.id}`, { ...content, reference: 'Other', version: 1 }));
    assert.equal((await read(first)).status, 'void');
    assertRefused(await submit(1), 'version_conflict');
    assertRefused(await post(2), 'approval_required');
    await ok(approve(approver, await ok(submit(2))));
    assert.equal((await ok(post(2))).status, 'posted');
    const id = await ok(writer.post<Document>(`${at}/bills`, { ...content, status: 'draft' }));
    const waiting = await ok(
      writer.post<Approval>(`${at}/approvals`, { kind: 'bill', subjectId: id.id, version: 1 }),
    );
    assert.equal((await writer.call({ method: 'DELETE', url: `${at}/bills/${id.id}` })).status, 204);
    assert.equal((await read(waiting)).status, 'void');
    // A rule for bills leaves invoices alone.
    await ok(writer.post(`${at}/invoices`, { ...INVOICE, contactId: contact.id, status: 'posted' }));
    await assertChecksHold(api, company.id);
  });
});

describe('who decides', () => {
  test('is who the rule names, by role or by name; a clerk, an auditor and an API key never', async () => {
    const { company, at, approver, draft, submit, approve } = await careful();
    const admin = await member(company, 'admin');
    const clerk = await member(company, 'clerk');
    const approval = await ok(submit(await draft()));
    assertRefused(await approve(admin, approval), 'not_an_approver');
    assertRefused(await approve(clerk, approval), 'not_permitted');
    const { key } = await ok(
      owner.post<{ key: string }>(`${at}/api-keys`, { name: 'Bot', role: 'approver', expiresAt: null }),
    );
    const byKey = await api.app.inject({
      method: 'POST',
      url: `${at}/approvals/${approval.id}/approve`,
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'by-key' },
      payload: { comment: '' },
    });
    assert.deepEqual([byKey.statusCode, byKey.json().code], [403, 'not_an_approver']);
    await ok(setRule(company, { approverRoles: [], approverIds: [await idOf(admin)], version: 1 }));
    assertRefused(await approve(approver, approval), 'not_an_approver');
    await ok(approve(admin, approval));
  });

  test('of two who approve at once one is first, and the other is told', async () => {
    const { company, approver, draft, submit, approve } = await careful();
    const second = await member(company, 'approver');
    const approval = await ok(submit(await draft()));
    const answers = await Promise.all([approve(approver, approval), approve(second, approval)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const late = answers.find(({ status }) => status === 409);
    assert.ok(late);
    assertRefused(late, 'already_decided');
  });

  test('a posting that races a change of the draft posts what was approved, or is refused', async () => {
    const { company, approver, draft, submit, approve, post, edit } = await careful();
    const one = await draft();
    await ok(approve(approver, await ok(submit(one))));
    const posting = await withBooksHeld(api, company.id, async (untilWaiting) => {
      const waiting = post(one);
      await untilWaiting(1);
      await ok(edit(one));
      return [waiting] as const;
    });
    assertRefused(await posting[0], 'version_conflict');
  });
});

describe('a delegation', () => {
  test('lets another decide in the place of an approver, within its days and until it ends', async () => {
    const { company, at, approver, writer, draft, submit, approve } = await careful();
    const admin = await member(company, 'admin');
    const [approverId, adminId] = [await idOf(approver), await idOf(admin)];
    const delegate = (user: TestUser, change: object = {}) =>
      user.post<Delegation>(`${at}/approval-delegations`, {
        toUserId: adminId,
        from: '2000-01-01',
        to: '2999-12-31',
        ...change,
      });
    await ok(delegate(approver, { to: '2000-12-31' }));
    const approval = await ok(submit(await draft()));
    assertRefused(await approve(admin, approval), 'not_an_approver');
    const standing = await ok(delegate(approver));
    const approved = await ok(approve(admin, approval));
    assert.deepEqual([approved.decidedBy, approved.onBehalfOf], [adminId, approverId]);
    assert.equal(approved.trail.at(-1)?.onBehalfOf, approverId);

    const another = await ok(submit(await draft()));
    const end = (user: TestUser) =>
      user.call({ method: 'DELETE', url: `${at}/approval-delegations/${standing.id}` });
    assertRefused(await end(writer), 'not_permitted');
    assert.equal((await end(approver)).status, 204);
    assertRefused(await approve(admin, another), 'not_an_approver');
    const { items } = await ok(owner.get<{ items: Delegation[] }>(`${at}/approval-delegations`));
    assert.deepEqual(items.map(({ revokedAt }) => revokedAt === null).sort(), [false, true]);
  });

  test('gives nobody their own draft, and not that of who delegated', async () => {
    const { company, at, writer, approver, draft, submit, approve } = await careful();
    await ok(setRule(company, { approverRoles: ['accountant'], version: 1 }));
    const admin = await member(company, 'admin');
    const delegation = { toUserId: await idOf(admin), from: '2000-01-01', to: '2999-12-31' };
    await ok(writer.post(`${at}/approval-delegations`, delegation));
    assertRefused(await approve(admin, await ok(submit(await draft()))), 'approver_is_author');
    await ok(setRule(company, { version: 2 }));
    const toAuthor = { ...delegation, toUserId: await idOf(writer) };
    await ok(approver.post(`${at}/approval-delegations`, toAuthor));
    assertRefused(await approve(writer, await ok(submit(await draft()))), 'approver_is_author');
  });

  test('is to another member, from a day to a later one', async () => {
    const { at, approver } = await careful();
    const stranger = await api.signUp();
    const delegate = (toUserId: string, from = '2026-01-01', to = '2026-01-31') =>
      approver.post(`${at}/approval-delegations`, { toUserId, from, to });
    assertRefused(await delegate(await idOf(stranger)), 'not_found', '/toUserId');
    assertRefused(await delegate(await idOf(approver)), 'invalid_input', '/toUserId');
    assertRefused(await delegate(await idOf(owner), '2026-02-01'), 'invalid_input', '/to');
  });
});

test('a rule names somebody, has a version, is set by who runs the company, and goes away', async () => {
  const { company, at, writer, draft, post } = await careful();
  assertRefused(await setRule(company), 'version_conflict', '/version');
  const nobody = { approverRoles: [], approverIds: [], version: 1 };
  assertRefused(await setRule(company, nobody), 'invalid_input', '/approverRoles');
  assertRefused(
    await setRule(company, { threshold: '1.001', version: 1 }),
    'too_many_decimals',
    '/threshold',
  );
  const stranger = await idOf(await api.signUp());
  assertRefused(
    await setRule(company, { approverIds: [stranger], version: 1 }),
    'not_found',
    '/approverIds/0',
  );
  const url = `${at}/approval-rules/entry`;
  assertRefused(await writer.call({ method: 'DELETE', url }), 'not_permitted');
  assert.equal((await owner.call({ method: 'DELETE', url })).status, 204);
  assertRefused(await owner.call({ method: 'DELETE', url }), 'not_found');
  await ok(post(await draft()));
});
