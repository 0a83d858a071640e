import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ErrorCode } from '@crypto-erp/contract/problem';
import type { InjectOptions } from 'fastify';
import { MAPPING } from '../testing/bank.ts';
import { BANK_RULE, CONTACT, PAYMENT, RECURRING, REMINDER_STEP, TAX, WEBHOOK } from '../testing/documents.ts';
import { type Expected, type Refusals, testRefusals } from '../testing/refusals.ts';

const BANK_PAYMENT = {
  side: 'sales',
  date: null,
  reference: '',
  fee: null,
  rest: 'credit',
  allocations: [],
};

let given: Refusals;
let company: Refusals['company'];
let foreign: Refusals['foreign'];
let refused: Refusals['refused'];
let post: Refusals['post'];
let get: Refusals['get'];
let mine: Refusals['mine'];
let entry: Refusals['entry'];
let invoice: Refusals['invoice'];
let pay: Refusals['pay'];
before(async () => {
  given = await testRefusals();
  ({ company, foreign, refused, post, get, mine, entry, invoice, pay } = given);
});
after(() => given.close());

describe("another company's ids", () => {
  test('in a body are unknown, at their field', async () => {
    const { company: other, contact, tax, terms } = foreign;
    const bank = other.account('bank');
    const unknown = (code: ErrorCode, path: string): Expected => ({ status: 404, code, path });
    for (const status of ['posted', 'draft']) {
      const change = { status };
      await refused(
        post('entries', entry({ accountId: bank }, change)),
        unknown('unknown_account', '/lines/0/accountId'),
      );
      await refused(
        post('entries', entry({ contactId: contact }, change)),
        unknown('unknown_contact', '/lines/0/contactId'),
      );
      await refused(
        post('entries', entry({ dimensionValueIds: [foreign.dimensionValue] }, change)),
        unknown('unknown_dimension', '/lines/0/dimensionValueIds/0'),
      );
      await refused(
        post('invoices', invoice({}, { ...change, contactId: contact })),
        unknown('unknown_contact', '/contactId'),
      );
      await refused(
        post('invoices', invoice({ taxId: tax }, change)),
        unknown('unknown_tax', '/lines/0/taxId'),
      );
      await refused(
        post('invoices', invoice({ accountId: bank }, change)),
        unknown('unknown_account', '/lines/0/accountId'),
      );
      await refused(
        post('invoices', invoice({ dimensionValueIds: [foreign.dimensionValue] }, change)),
        unknown('unknown_dimension', '/lines/0/dimensionValueIds/0'),
      );
      await refused(
        post('invoices', invoice({}, { ...change, paymentTermsId: terms })),
        unknown('unknown_payment_terms', '/paymentTermsId'),
      );
    }
    const own = entry({ accountId: bank });
    await refused(
      post('recurring', { ...RECURRING, content: { description: '', lines: own.lines } }),
      unknown('unknown_account', '/content/lines/0/accountId'),
    );
    const { status: _, issueDate: __, dueDate: ___, ...recurs } = invoice({}, { contactId: contact });
    await refused(
      post('recurring', { ...RECURRING, kind: 'invoice', content: recurs }),
      unknown('unknown_contact', '/content/contactId'),
    );
    await refused(
      post('dimension-values', { dimensionId: foreign.dimension, code: 'X', name: 'X' }),
      unknown('unknown_dimension', '/dimensionId'),
    );
    const budgetLine = { accountId: company.account('sales'), month: '2026-01', amount: '1' };
    for (const [change, code] of [
      [{ accountId: other.account('sales') }, 'unknown_account'],
      [{ dimensionValueId: foreign.dimensionValue }, 'unknown_dimension'],
    ] as const) {
      const line = { ...budgetLine, dimensionValueId: null, ...change };
      await refused(
        {
          method: 'PUT',
          url: `${company.at}/budgets/${mine.budget}/lines`,
          payload: { version: 1, lines: [line] },
        },
        unknown(code, `/lines/0/${Object.keys(change)[0]}`),
      );
    }
    await refused(
      get(`reports/budget-against-actual?budgetId=${foreign.budget}`),
      unknown('unknown_budget', 'query/budgetId'),
    );
    await refused(
      get(`reports/profit-and-loss?from=2026-01-01&to=2026-12-31&byDimensionId=${foreign.dimension}`),
      unknown('unknown_dimension', 'query/byDimensionId'),
    );
    await refused(
      get(`reports/by-tag?from=2026-01-01&to=2026-12-31&tagId=${foreign.tag}`),
      unknown('unknown_tag', 'query/tagId'),
    );
    await refused(pay({ accountId: bank }), unknown('unknown_account', '/accountId'));
    await refused(
      post('contacts', { ...CONTACT, paymentTermsId: terms }),
      unknown('unknown_payment_terms', '/paymentTermsId'),
    );
    await refused(post('taxes', { ...TAX, accountId: bank }), unknown('unknown_account', '/accountId'));
    const opening = { date: '2025-12-31', description: '', equityAccountId: null };
    const line = { accountId: company.account('bank'), asset: 'EUR', quantity: '1', baseAmount: '1' };
    await refused(
      post('opening-balances', { ...opening, lines: [{ ...line, accountId: bank }] }),
      unknown('unknown_account', '/lines/0/accountId'),
    );
    await refused(
      post('opening-balances', { ...opening, equityAccountId: bank, lines: [line] }),
      unknown('unknown_account', '/equityAccountId'),
    );
    await refused(
      post('revaluations', { date: '2026-03-31', accountIds: [bank] }),
      unknown('unknown_account', '/accountIds/0'),
    );
    for (const [kind, subjectId] of [
      ['entry', foreign.draftEntry],
      ['bill', foreign.draft],
    ]) {
      await refused(post('approvals', { kind, subjectId, version: 1 }), { status: 404, code: 'not_found' });
    }
    const { bankAccount } = given.mine;
    const anotherBank = { name: 'x', iban: null, number: null, accountId: bank, asset: 'USD' };
    await refused(post('bank-accounts', anotherBank), unknown('unknown_account', '/accountId'));
    const upload = (url: string): InjectOptions => ({
      ...post(`bank-statements?${url}`, 'Date,Amount\n2026-03-02,1\n'),
      headers: { 'content-type': 'text/csv' },
    });
    await refused(
      upload(`bankAccountId=${foreign.bankAccount}`),
      unknown('unknown_bank_account', 'query/bankAccountId'),
    );
    const nothing = { bankAccountId: bankAccount, bankLineIds: [], entryLines: [] };
    await refused(
      post('bank-matches', { ...nothing, bankAccountId: foreign.bankAccount }),
      unknown('unknown_bank_account', '/bankAccountId'),
    );
    await refused(
      post('bank-matches', { ...nothing, bankLineIds: [foreign.bankLine] }),
      unknown('unknown_bank_line', '/bankLineIds/0'),
    );
    await refused(
      post('bank-matches', { ...nothing, entryLines: [{ entryId: foreign.januaryEntry, position: 1 }] }),
      unknown('unknown_entry_line', '/entryLines/0'),
    );
    const apply = { bankAccountId: foreign.bankAccount, ruleIds: null, book: false };
    await refused(post('bank-lines/apply-rules', apply), unknown('unknown_bank_account', '/bankAccountId'));
    for (const [change, code, path] of [
      [{ accountId: bank }, 'unknown_account', '/accountId'],
      [{ contactId: contact }, 'unknown_contact', '/contactId'],
      [
        { accountId: company.account('bank'), bankAccountId: foreign.bankAccount },
        'unknown_bank_account',
        '/bankAccountId',
      ],
    ] as const) {
      await refused(post('bank-rules', { ...BANK_RULE, ...change }), unknown(code, path));
    }
    const booking = { accountId: bank, amount: '2', contactId: null, description: '' };
    await refused(
      post(`bank-lines/${given.mine.bankLine}/book`, { date: null, description: '', lines: [booking] }),
      unknown('unknown_account', '/lines/0/accountId'),
    );
    await refused(
      post(`bank-lines/${given.mine.bankLine}/pay`, { ...BANK_PAYMENT, contactId: contact }),
      unknown('unknown_contact', '/contactId'),
    );
    const me = await given.api.signUp();
    const { user } = (await me.get<{ user: { id: string } }>('/v1/me')).body;
    await refused(
      post('approval-delegations', { toUserId: user.id, from: '2026-01-01', to: '2026-12-31' }),
      unknown('not_found', '/toUserId'),
    );
    await refused(
      post('accounts', { code: '9999', name: 'New', type: 'asset', postable: true, parentId: bank }),
      unknown('unknown_account', '/parentId'),
    );
  });

  test('in the path are not found, whatever is asked of them', async () => {
    const missing: Expected = { status: 404, code: 'not_found' };
    const { version: _, ...content } = { ...invoice(), version: 1 };
    const { status: __, ...invoiceDraft } = { ...content, version: 1 };
    const { status: ___, ...entryDraft } = { ...entry(), version: 1 };
    const mail = { to: 'ann@example.com', message: '' };
    const period = { from: '2026-01-01', to: '2026-12-31' };
    const recurs = { description: '', lines: entryDraft.lines };
    const reason = { date: '2026-03-31', reason: 'x' };
    const requests: [InjectOptions['method'], string, object?][] = [
      ['GET', `entries/${foreign.draftEntry}`],
      ['PUT', `entries/${foreign.draftEntry}`, entryDraft],
      ['DELETE', `entries/${foreign.draftEntry}`],
      ['POST', `entries/${foreign.draftEntry}/post`, { version: 1 }],
      ['POST', `entries/${foreign.januaryEntry}/reverse`, { date: '2026-03-31', description: '' }],
      ['GET', `invoices/${foreign.posted}`],
      ['GET', `invoices/${foreign.posted}/pdf`],
      ['GET', `invoices/${foreign.posted}/ubl`],
      ['GET', `invoices/${foreign.posted}/factur-x`],
      ['GET', `e-invoices/${foreign.posted}`],
      ['PUT', `invoices/${foreign.draft}`, invoiceDraft],
      ['DELETE', `invoices/${foreign.draft}`],
      ['POST', `invoices/${foreign.draft}/post`, { version: 1 }],
      ['POST', `invoices/${foreign.posted}/void`, reason],
      ['POST', `invoices/${foreign.posted}/payments`, PAYMENT],
      ['GET', `payments/${foreign.payment}`],
      ['POST', `payments/${foreign.payment}/reverse`, reason],
      ['GET', `contacts/${foreign.contact}`],
      ['PATCH', `contacts/${foreign.contact}`, { ...CONTACT, archived: false, version: 1 }],
      ['PATCH', `taxes/${foreign.tax}`, { name: 'VAT', archived: false, version: 1 }],
      [
        'PATCH',
        `payment-terms/${foreign.terms}`,
        { name: '30', days: 30, fromEndOfMonth: false, archived: false, version: 1 },
      ],
      [
        'PATCH',
        `accounts/${foreign.company.account('bank')}`,
        { code: '1', name: 'x', parentId: null, archived: false, version: 1 },
      ],
      ['GET', `recurring/${foreign.recurring}`],
      ['PUT', `recurring/${foreign.recurring}`, { ...RECURRING, content: recurs, version: 1 }],
      ['GET', `recurring/${foreign.recurring}/occurrences`],
      ['POST', `recurring/${foreign.recurring}/pause`, { version: 1 }],
      ['POST', `recurring/${foreign.recurring}/resume`, { version: 1, from: '2026-03-02' }],
      ['POST', `recurring/${foreign.recurring}/occurrences/2026-01-31/retry`],
      ['PATCH', `reminder-steps/${foreign.reminderStep}`, { ...REMINDER_STEP, active: true, version: 1 }],
      ['GET', `contacts/${foreign.contact}/reminders`],
      ['PUT', `contacts/${foreign.contact}/reminders`, { enabled: false }],
      ['GET', `contacts/${foreign.contact}/statement?from=2026-01-01&to=2026-12-31`],
      ['GET', `contacts/${foreign.contact}/statement/pdf?from=2026-01-01&to=2026-12-31`],
      ['POST', `contacts/${foreign.contact}/statement/send`, { ...mail, period }],
      ['POST', `invoices/${foreign.posted}/send`, mail],
      ['GET', `mails/${foreign.mail}`],
      ['POST', `mails/${foreign.mail}/send-again`],
      ['PATCH', `dimensions/${foreign.dimension}`, { name: 'x', archived: false, version: 1 }],
      [
        'PATCH',
        `dimension-values/${foreign.dimensionValue}`,
        { code: 'x', name: 'x', archived: false, version: 1 },
      ],
      ['GET', `budgets/${foreign.budget}`],
      ['PATCH', `budgets/${foreign.budget}`, { name: 'x', archived: false, version: 1 }],
      ['PUT', `budgets/${foreign.budget}/lines`, { lines: [], version: 1 }],
      ['DELETE', `invitations/${foreign.invitation}`],
      ['DELETE', `api-keys/${foreign.apiKey}`],
      ['PATCH', `comments/${foreign.comment}`, { text: 'x', mentions: [], version: 1 }],
      ['DELETE', `comments/${foreign.comment}`],
      ['POST', `comments/${foreign.comment}/read`],
      ['PATCH', `tags/${foreign.tag}`, { name: 'x', colour: '#000000', version: 1 }],
      ['DELETE', `tags/${foreign.tag}`],
      ['POST', `tags/${foreign.tag}/attach`, { subjectKind: 'contact', subjectId: given.mine.contact }],
      ['POST', `tags/${given.mine.tag}/attach`, { subjectKind: 'contact', subjectId: foreign.contact }],
      ['POST', `tags/${given.mine.tag}/detach`, { subjectKind: 'contact', subjectId: foreign.contact }],
      ['GET', `attachments/${foreign.attachment}/content`],
      ['DELETE', `attachments/${foreign.attachment}`],
      ['POST', 'comments', { subjectKind: 'contact', subjectId: foreign.contact, text: 'x', mentions: [] }],
      ...['comments', 'attachments', 'tags', 'timeline'].flatMap((list): ['GET', string][] => [
        ['GET', `${list}?subjectKind=contact&subjectId=${foreign.contact}`],
        ['GET', `${list}?subjectKind=invoice&subjectId=${foreign.posted}`],
        ['GET', `${list}?subjectKind=entry&subjectId=${foreign.draftEntry}`],
        ['GET', `${list}?subjectKind=payment&subjectId=${foreign.payment}`],
      ]),
      ['GET', `approvals/${foreign.approval}`],
      ['POST', `approvals/${foreign.approval}/approve`, { comment: '' }],
      ['POST', `approvals/${foreign.approval}/reject`, { comment: 'x' }],
      ['DELETE', `approval-delegations/${foreign.approval}`],
      ['GET', `revaluations/${foreign.approval}`],
      ['GET', `imports/${foreign.import}`],
      ['GET', `imports/${foreign.import}/errors`],
      ['GET', `imports/${foreign.import}/records`],
      ['POST', `imports/${foreign.import}/run`],
      ['POST', `imports/${foreign.import}/cancel`],
      ['GET', `webhooks/${foreign.webhook}`],
      ['PATCH', `webhooks/${foreign.webhook}`, { ...WEBHOOK, version: 1 }],
      ['DELETE', `webhooks/${foreign.webhook}`],
      ['POST', `webhooks/${foreign.webhook}/rotate-secret`],
      ['GET', `webhooks/${foreign.webhook}/deliveries`],
      ['GET', `webhooks/${foreign.webhook}/deliveries/${foreign.contact}`],
      ['POST', `webhooks/${foreign.webhook}/deliveries/${foreign.contact}/resend`],
      ['GET', `bank-accounts/${foreign.bankAccount}`],
      [
        'PATCH',
        `bank-accounts/${foreign.bankAccount}`,
        { name: 'x', iban: null, number: null, archived: false, version: 1 },
      ],
      ['PUT', `bank-accounts/${foreign.bankAccount}/csv-mapping`, MAPPING],
      ['GET', `bank-statements/${foreign.bankStatement}`],
      ['DELETE', `bank-statements/${foreign.bankStatement}`],
      ['POST', `bank-statements/${foreign.bankStatement}/reconcile`],
      ['POST', `bank-statements/${foreign.bankStatement}/reopen`, { reason: 'x' }],
      ['GET', `bank-lines/${foreign.bankLine}`],
      ['GET', `bank-lines/${foreign.bankLine}/suggestions`],
      ['POST', `bank-lines/${foreign.bankLine}/ignore`, { reason: 'x' }],
      ['POST', `bank-lines/${foreign.bankLine}/unignore`],
      ['POST', `bank-lines/${foreign.bankLine}/pay`, { ...BANK_PAYMENT, contactId: foreign.contact }],
      [
        'POST',
        `bank-lines/${foreign.bankLine}/book`,
        {
          date: null,
          description: '',
          lines: [{ accountId: company.account('bank'), amount: '2', contactId: null, description: '' }],
        },
      ],
      ['GET', `bank-matches/${foreign.bankMatch}`],
      ['POST', `bank-matches/${foreign.bankMatch}/undo`, { reverse: null }],
      ['GET', `bank-rules/${foreign.bankRule}`],
      ['PATCH', `bank-rules/${foreign.bankRule}`, { ...BANK_RULE, accountId: null, version: 1 }],
      ['DELETE', `bank-rules/${foreign.bankRule}`],
    ];
    for (const [method, url, payload] of requests) {
      await refused({ method, url: `${company.at}/${url}`, ...(payload && { payload }) }, missing);
    }
    await refused(
      {
        method: 'POST',
        url: `${company.at}/attachments?subjectKind=contact&subjectId=${foreign.contact}&fileName=a.csv`,
        payload: 'a,b',
        headers: { 'content-type': 'text/csv' },
      },
      missing,
    );
    for (const url of ['', '/entries', '/invoices', '/reports/balance-sheet?asOf=2026-12-31', '/members']) {
      await refused({ method: 'GET', url: `${foreign.company.at}${url}` }, missing);
    }
    await refused({ method: 'POST', url: `${foreign.company.at}/entries`, payload: entry() }, missing);
  });
});

describe('who asks', () => {
  test('someone not signed in, or with a key that is none, is refused', async () => {
    const anonymous = { cookie: '' };
    await refused({ ...get('invoices'), headers: anonymous }, { status: 401, code: 'not_signed_in' });
    await refused(
      { ...post('entries', entry()), headers: anonymous },
      { status: 401, code: 'not_signed_in' },
    );
    await refused(
      { ...get('invoices'), headers: { ...anonymous, authorization: 'Bearer erp_nothing' } },
      { status: 401, code: 'invalid_api_key' },
    );
  });

  test('an auditor reads and writes nothing', async () => {
    const auditor = await given.api.signUp();
    const invited = await given.owner.post<{ token: string }>(`${company.at}/invitations`, {
      email: auditor.email,
      role: 'auditor',
    });
    await auditor.post('/v1/invitations/accept', { token: invited.body.token });
    assert.equal((await auditor.get(`${company.at}/invoices`)).status, 200);
    const headers = { cookie: auditor.cookie };
    for (const request of [
      post('entries', entry()),
      post('entries', entry({}, { status: 'draft' })),
      post('invoices', invoice()),
      pay({}),
      post('contacts', CONTACT),
      post('periods/2026-03/close', {}),
      post('comments', { subjectKind: 'contact', subjectId: given.mine.contact, text: 'x', mentions: [] }),
      post('tags', { name: 'x', colour: '#000000' }),
    ]) {
      await refused({ ...request, headers }, { status: 403, code: 'not_permitted' });
    }
  });
});
