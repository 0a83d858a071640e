import assert from 'node:assert/strict';
import type { ImportedBill } from '@crypto-erp/contract/e-invoices';
import { encodeCursor } from '../db/cursor.ts';
import { newId } from '../db/id.ts';
import { ublExample } from '../features/e-invoices/ubl-example.testing.ts';
import { eventsRound } from '../features/webhooks/round.ts';
import type { TestApi, TestCompany, TestUser } from './api.ts';
import { bankValues } from './bank-values.ts';
import { cryptoValues } from './crypto-values.ts';
import { CONTACT, INVOICE, INVOICE_LINE, RECURRING, sendFile, TAX, WEBHOOK } from './documents.ts';
import { importer } from './imports.ts';
import { failedMails } from './mails.ts';
import { upload } from './uploads.ts';

export const PASSWORD = 'correct horse battery';

/**
 * Makes some of everything in a company, and says which values of which field are real: `field`, or `noun/field` where
 * it depends on the noun in the address.
 */
export async function realValues(
  api: TestApi,
  owner: TestUser,
  company: TestCompany,
): Promise<Record<string, unknown[]>> {
  const { at, account } = company;
  const make = async (url: string, body: object): Promise<string> => {
    const answer = await owner.post<{ id: string }>(`${at}/${url}`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const several = (count: number, url: string, body: object): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => make(url, body)));

  const webhookIds = await several(6, 'webhooks', WEBHOOK);
  // Complete, so that invoices to it have e-invoices.
  const contact = { ...CONTACT, address: 'Am Ring 5', country: 'DE', taxNumber: 'DE811111111' };
  const contactId = await make('contacts', contact);
  const taxId = await make('taxes', { ...TAX, accountId: account('tax_payable') });
  const terms = await make('payment-terms', { name: '30 days', days: 30, fromEndOfMonth: false });
  const invoiceLine = { ...INVOICE_LINE, taxId };
  const invoice = { ...INVOICE, contactId, lines: [invoiceLine] };
  const line = { accountId: account('bank'), asset: 'EUR', quantity: '1', baseAmount: '1' };
  const entryLines = [line, { ...line, accountId: account('sales'), quantity: '-1', baseAmount: '-1' }];
  const entry = { date: '2026-03-02', description: '', lines: entryLines };
  const posted = await several(8, 'invoices', { ...invoice, status: 'posted' });
  const payment = { date: '2026-03-03', amount: '1', accountId: null, reference: '' };
  const bill = { ...invoice, lines: [{ ...INVOICE_LINE, taxId }], externalNumber: '' };
  const note = { ...bill, side: 'sales', correctsId: null };
  const written = async (noun: string, body: object): Promise<string[]> => [
    ...(await several(15, noun, { ...body, status: 'draft' })),
    ...(await several(8, noun, { ...body, status: 'posted' })),
  ];
  const bills = await written('bills', bill);
  const creditNotes = await written('credit-notes', note);
  const eInvoice = (number: number) => ublExample({ number: `R-${number}`, taxed: false });
  const imported = async (): Promise<string> => {
    const headers = { 'content-type': 'application/xml' };
    const url = `${at}/bills/import`;
    const answer = await owner.call<ImportedBill>({ method: 'POST', url, payload: eInvoice(1), headers });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.document.id;
  };
  const credit = {
    ...payment,
    side: 'sales',
    direction: 'in',
    contactId,
    asset: 'EUR',
    amount: '50',
    fee: null,
    rest: 'credit',
    allocations: [],
  };
  const open = await make('payments', credit);
  // Invoices that nothing else settles or voids.
  const [first, second, third] = await several(3, 'invoices', { ...invoice, status: 'posted' });
  const settled = (itemId: string | undefined) => ({ itemId, amount: '1' });
  const recurring = { ...RECURRING, content: { description: 'Rent', lines: entryLines } };
  const recurringIds = await several(4, 'recurring', recurring);
  const refused = await refusedOccurrences(owner, company, recurring);
  const colleague = await api.signUp();
  const userId = async (user: TestUser): Promise<string> =>
    (await user.get<{ user: { id: string } }>('/v1/me')).body.user.id;
  await colleague.post('/v1/invitations/accept', { token: await invite(owner, company, colleague.email) });
  const other = await colleague.createCompany();
  const closing = await closingValues(api, owner, company, colleague);
  const bank = await bankValues(owner, company);
  const crypto = await cryptoValues(owner, company);

  await eventsRound(api.db, assert.fail);
  const log = await owner.get<{ items: { id: string }[] }>(`${at}/events/log`);
  const subject = { subjectKind: 'contact', subjectId: contactId };
  const me = await userId(owner);
  const comment = { ...subject, text: 'Hello', mentions: [me] };
  const file = (n: number) => upload(owner, company, subject, `file,${n}`);
  const dimension = await make('dimensions', { name: 'Project' });
  const dimensionValue = await make('dimension-values', {
    dimensionId: dimension,
    code: 'P1',
    name: 'First',
  });
  const budgets = await Promise.all(
    [1, 2, 3, 4].map((n) => make('budgets', { name: `Plan ${n}`, fiscalYear: 2026 })),
  );
  const budgetLine = {
    accountId: account('sales'),
    month: '2026-03',
    dimensionValueId: dimensionValue,
    amount: '1',
  };

  const imports = await importValues(api, owner, company);

  return {
    companyId: [company.id],
    subjectKind: ['contact'],
    subjectId: [contactId],
    mentions: [[], [me]],
    fileName: ['list.csv'],
    file: ['a,b\n1,2\n', 'c;d\n3;4\n'],
    q: ['Ada', 'INV', '100'],
    kinds: ['contact,invoice', 'entry'],
    contactId: [contactId],
    taxId: [taxId],
    paymentTermsId: [terms],
    'e-invoices/id': [await imported()],
    'bills/file': [11, 12, 13, 14, 15, 16].map((n) => eInvoice(n)),
    nif: ['B12345674'],
    producerNif: ['B12345674'],
    'verifactu/active': [false],
    'verifactu/version': [null, 1],
    side: ['sales'],
    direction: ['in'],
    correctsId: [null],
    itemId: [first],
    externalNumber: [''],
    inputAccountId: [account('tax_receivable')],
    writeOffLimit: ['0'],
    fee: [null],
    rest: ['credit'],
    allocations: [[], [settled(first)]],
    parts: [[settled(second), settled(open)]],
    accountId: [account('bank')],
    parentId: [null],
    asset: ['EUR'],
    quote: ['EUR'],
    baseAsset: ['EUR'],
    defaultAsset: ['EUR'],
    timeZone: ['Europe/Madrid'],
    fiscalYearStartMonth: [1],
    date: ['2026-03-31'],
    issueDate: ['2026-03-02'],
    dueDate: ['2026-03-31', null],
    from: ['2026-01-01'],
    to: ['2026-12-31'],
    asOf: ['2026-12-31'],
    month: ['2025-01'],
    quantity: ['1'],
    baseAmount: ['1'],
    unitPrice: ['100'],
    amount: ['1'],
    version: [1, 1, 2],
    cursor: [encodeCursor(['2026-03-02', newId()])],
    'mentions/cursor': [encodeCursor([newId()])],
    'comments/cursor': [encodeCursor([newId()])],
    'attachments/cursor': [encodeCursor([newId()])],
    'timeline/cursor': [encodeCursor(['2026-03-02T00:00:00.000000Z', newId()])],
    userId: [me, await userId(colleague)],
    role: ['auditor'],
    email: [`${newId()}@example.com`],
    expiresAt: [null],
    token: [await invite(colleague, other, owner.email)],
    password: [PASSWORD],
    currentPassword: [PASSWORD],
    newPassword: [PASSWORD],
    budgetId: budgets.slice(0, 1),
    dimensionId: [dimension],
    byDimensionId: [dimension],
    dimensionValueId: [dimensionValue],
    types: ['asset', 'income,expense'],
    'dimensions/id': await Promise.all([1, 2, 3].map((n) => make('dimensions', { name: `Dimension ${n}` }))),
    'dimension-values/id': await Promise.all(
      [2, 3, 4].map((n) => make('dimension-values', { dimensionId: dimension, code: `P${n}`, name: 'More' })),
    ),
    'budgets/id': budgets,
    'budgets/lines': [[budgetLine]],
    ...closing,
    ...bank,
    ...crypto,
    ...imports,
    'taxes/kind': ['standard'],
    'taxes/accountId': [account('tax_payable')],
    'accounts/role': [null],
    'accounts/id': company.accounts.filter((one) => one.role === null && one.postable).map((one) => one.id),
    'contacts/id': await several(6, 'contacts', contact),
    'taxes/id': await Promise.all(
      [1, 2, 3].map((n) => make('taxes', { ...TAX, code: `T${n}`, accountId: account('tax_payable') })),
    ),
    'payment-terms/id': await Promise.all(
      [1, 2, 3].map((days) => make('payment-terms', { name: `${days} days`, days, fromEndOfMonth: false })),
    ),
    'entries/lines': [entryLines],
    'entries/id': [
      ...(await several(15, 'entries', { ...entry, status: 'draft' })),
      ...(await several(5, 'entries', { ...entry, status: 'posted' })),
    ],
    'invoices/lines': [[invoiceLine], [invoiceLine, { ...invoiceLine, taxId: null }]],
    'invoices/id': [...(await several(15, 'invoices', { ...invoice, status: 'draft' })), ...posted],
    'bills/lines': [[{ ...INVOICE_LINE, taxId }]],
    'bills/id': bills,
    'expense-claims/lines': [[{ ...INVOICE_LINE, taxId }]],
    'expense-claims/id': await written('expense-claims', bill),
    'credit-notes/lines': [[invoiceLine]],
    'credit-notes/id': creditNotes,
    'debit-notes/lines': [[invoiceLine]],
    'debit-notes/id': await written('debit-notes', note),
    'settlements/id': await several(4, 'settlements', {
      date: '2026-03-31',
      parts: [settled(third), settled(open)],
    }),
    'payments/id': await several(6, `invoices/${posted[0]}/payments`, payment),
    'reminder-steps/id': await Promise.all(
      [1, 14, 30].map((days) => make('reminder-steps', { days, subject: '{{number}}', text: '{{open}}' })),
    ),
    'reminder-steps/days': [2, 3, 4, 5, 6],
    'reminder-steps/subject': ['{{number}} is due'],
    'reminder-steps/text': ['{{open}} {{asset}} are open'],
    // A statement's last day, and whom it is sent to.
    'contacts/to': ['2026-12-31', 'ann@example.com'],
    'invoices/to': ['ann@example.com'],
    'credit-notes/to': ['ann@example.com'],
    'debit-notes/to': ['ann@example.com'],
    'mails/id': await failedMails(api, company.id, 6),
    'recurring/id': [...recurringIds, ...recurringIds.map(() => refused.id)],
    'recurring/date': refused.dates,
    rule: [RECURRING.rule],
    startsOn: [RECURRING.startsOn],
    endsOn: [null, '2026-12-31'],
    content: [recurring.content],
    'invitations/id': await Promise.all(
      [1, 2, 3].map((n) => make('invitations', { email: `new${n}@example.com`, role: 'clerk' })),
    ),
    'webhooks/id': webhookIds,
    'webhooks/eventId': log.body.items.map((event) => event.id),
    'webhooks/url': [WEBHOOK.url],
    'webhooks/cursor': [[3], [webhookIds[0]]].map((key) =>
      Buffer.from(JSON.stringify(key)).toString('base64url'),
    ),
    'events/cursor': [Buffer.from('[3]').toString('base64url')],
    'comments/id': await several(24, 'comments', comment),
    'tags/id': await Promise.all(
      Array.from({ length: 8 }, (_, n) => make('tags', { name: `Tag ${n}`, colour: '#00ff00' })),
    ),
    'attachments/id': (await Promise.all([1, 2, 3, 4, 5, 6].map(file))).map(({ id }) => id),
    'api-keys/id': await several(3, 'api-keys', { name: 'Till', role: 'clerk', expiresAt: null }),
  };
}

/** Something that recurs whose dates were refused, because its account was archived for a while. */
async function refusedOccurrences(
  owner: TestUser,
  { at }: TestCompany,
  input: { content: { description: string; lines: object[] } },
): Promise<{ id: string; dates: string[] }> {
  const account = { code: '999999', name: 'Shut for a while', parentId: null };
  const own = await owner.post<{ id: string }>(`${at}/accounts`, {
    ...account,
    type: 'asset',
    postable: true,
  });
  const archive = (archived: boolean, version: number) =>
    owner.call({
      method: 'PATCH',
      url: `${at}/accounts/${own.body.id}`,
      payload: { ...account, archived, version },
    });
  const lines = input.content.lines.map((line, i) => (i === 0 ? { ...line, accountId: own.body.id } : line));
  const made = await owner.post<{ id: string }>(`${at}/recurring`, {
    ...input,
    mode: 'post',
    rule: 'FREQ=DAILY;COUNT=20',
    startsOn: '2026-01-01',
    content: { ...input.content, lines },
  });
  await archive(true, 1);
  const run = await owner.post(`${at}/recurring/run`, { date: '2026-01-20' });
  assert.deepEqual(run.body, { created: 0, failed: 20, more: false });
  await archive(false, 2);
  return {
    id: made.body.id,
    dates: Array.from({ length: 20 }, (_, day) => `2026-01-${String(day + 1).padStart(2, '0')}`),
  };
}

async function invite(by: TestUser, { at }: TestCompany, email: string): Promise<string> {
  const { body } = await by.post<{ token: string }>(`${at}/invitations`, { email, role: 'clerk' });
  return body.token;
}

/** What closing and approving need: drafts of a colleague, of which some are submitted, a delegation, a revaluation. */
async function closingValues(
  api: TestApi,
  owner: TestUser,
  company: TestCompany,
  colleague: TestUser,
): Promise<Record<string, unknown[]>> {
  const { at, account } = company;
  const make = async (user: TestUser, url: string, body: object): Promise<string> => {
    const answer = await user.post<{ id: string }>(`${at}/${url}`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const dollars = { accountId: account('bank'), asset: 'USD', quantity: '10', baseAmount: '9' };
  const sale = { ...dollars, accountId: account('sales'), quantity: '-10', baseAmount: '-9' };
  const entry = { date: '2026-03-02', description: '', lines: [dollars, sale] };
  await make(owner, 'entries', { ...entry, status: 'posted' });
  // An open month that keeps every later year from being closed, so that the first can be opened again.
  await make(owner, 'entries', { ...entry, date: '1901-01-02', status: 'posted' });
  await api.asOwner(
    "INSERT INTO erp.rates (source, asset, date, per_euro) VALUES ('ecb', 'USD', '2026-03-31', 1.25) ON CONFLICT DO NOTHING",
  );
  const drafts: string[] = [];
  for (let n = 0; n < 40; n += 1)
    drafts.push(await make(colleague, 'entries', { ...entry, status: 'draft' }));
  const approvals: string[] = [];
  for (const subjectId of drafts.slice(20)) {
    approvals.push(await make(colleague, 'approvals', { kind: 'entry', subjectId, version: 1 }));
  }
  // One who stays a member whatever is done to those that the routes of members know.
  const deputy = await api.signUp();
  await deputy.post('/v1/invitations/accept', { token: await invite(owner, company, deputy.email) });
  const { body } = await deputy.get<{ user: { id: string } }>('/v1/me');
  const delegation = { toUserId: body.user.id, from: '2026-01-01', to: '2026-12-31' };
  return {
    // No entry is dated before this year, so none before it is open.
    year: ['1900'],
    toUserId: [body.user.id],
    equityAccountId: [null],
    'approvals/kind': ['entry'],
    'approvals/subjectId': drafts.slice(0, 20),
    'approvals/version': [1],
    'approvals/id': approvals,
    'approval-rules/kind': ['expense-claim'],
    'approval-rules/approverIds': [[]],
    'approval-rules/version': [null, 1],
    'approval-delegations/id': [await make(owner, 'approval-delegations', delegation)],
    'revaluations/id': [await make(owner, 'revaluations', { date: '2026-03-31' })],
    'revaluations/accountIds': [[]],
  };
}

/** Files, and imports of each: some that wait for their check, some that were checked. */
async function importValues(
  api: TestApi,
  owner: TestUser,
  company: TestCompany,
): Promise<Record<string, unknown[]>> {
  const ids: string[] = [];
  for (let n = 0; n < 40; n += 1) ids.push(await sendFile(owner, company.at, `name\nAnn ${n}\n`));
  const { checked } = importer(api, owner, company);
  for (let n = 0; n < 20; n += 1) ids.push((await checked('contacts', `name\nBob ${n}\n`)).id);
  return {
    'imports/file': ['name\nAnn\n', '', 'entry,date\n', '\u0000'],
    'imports/id': ids,
    'imports/name': ['contacts.csv'],
    'imports/cursor': [encodeCursor([1]), encodeCursor([newId()])],
  };
}
