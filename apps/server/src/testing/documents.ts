import assert from 'node:assert/strict';
import { newId } from '../db/id.ts';
import type { TestCompany, TestUser } from './api.ts';
import { camtXml, IBAN, uploadStatement } from './bank.ts';
import { upload } from './uploads.ts';

/** Bodies that the API takes, to be changed by a test. */
export const CONTACT = {
  name: 'Ada',
  email: null,
  taxNumber: null,
  address: '',
  country: null,
  defaultAsset: null,
  paymentTermsId: null,
};
export const TAX = {
  code: 'V21',
  name: 'VAT',
  kind: 'standard',
  rate: '21',
  inclusive: false,
  exemptReason: null,
} as const;
export const INVOICE_LINE = {
  description: 'Work',
  quantity: '1',
  unitPrice: '100',
  discountPercent: '0',
  taxId: null,
  accountId: null,
};
export const INVOICE = {
  issueDate: '2026-03-02',
  dueDate: null,
  paymentTermsId: null,
  asset: 'EUR',
  reference: '',
  notes: '',
  lines: [INVOICE_LINE],
};
export const PAYMENT = { date: '2026-03-03', amount: '1', accountId: null, reference: '' };
/** Leads nowhere: nothing listens there. */
export const WEBHOOK = { url: 'http://127.0.0.1:9/', description: '', eventTypes: null, active: true };

export const BANK_RULE = {
  name: 'Fees',
  priority: 1,
  bankAccountId: null,
  direction: null,
  contains: 'fee',
  minAmount: null,
  maxAmount: null,
  accountId: null,
  contactId: null,
  description: '',
};

export type Documents = Awaited<ReturnType<typeof makeDocuments>>;

export const REMINDER_STEP = { days: 1, subject: '{{number}}', text: '{{open}} {{asset}} are open' };
export const RECURRING = {
  name: 'Rent',
  kind: 'entry',
  mode: 'draft',
  rule: 'FREQ=MONTHLY;COUNT=12',
  startsOn: '2026-01-31',
  endsOn: null,
  proRata: false,
};
/** A bank account with a statement, of whose two lines one is matched and one open, and a rule: the ids. */
export async function makeBank(user: TestUser, company: Pick<TestCompany, 'at' | 'account'>) {
  const { at, account } = company;
  const make = async (url: string, body: object): Promise<string> => {
    const answer = await user.post<{ id: string }>(`${at}/${url}`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const bankAccount = await make('bank-accounts', {
    name: 'Main',
    iban: IBAN,
    number: null,
    accountId: account('bank'),
    asset: 'EUR',
  });
  const entries = [
    { date: '2026-03-02', amount: '1.00', reference: 'A' },
    { date: '2026-03-03', amount: '2.00', reference: 'B' },
  ];
  const days = { from: '2026-03-01', to: '2026-03-31' };
  const { body } = await uploadStatement(
    user,
    company,
    camtXml([{ ...days, opening: '0', closing: '3.00', entries }]),
  );
  const statement = body.statements[0]?.id ?? '';
  const { items } = (await user.get<{ items: { id: string }[] }>(`${at}/bank-lines?statementId=${statement}`))
    .body;
  const [bankLine, matched] = items.map(({ id }) => id);
  const booked = { accountId: account('expenses'), amount: '1', contactId: null, description: '' };
  return {
    bankAccount,
    bankStatement: statement,
    bankLine: bankLine ?? '',
    bankMatch: await make(`bank-lines/${matched}/book`, { date: null, description: '', lines: [booked] }),
    bankRule: await make('bank-rules', { ...BANK_RULE, accountId: account('expenses') }),
  };
}

/** One of everything in a company: the ids. */
export async function makeDocuments(user: TestUser, company: TestCompany) {
  const { at, account } = company;
  const make = async (url: string, body: object): Promise<string> => {
    const answer = await user.post<{ id: string }>(`${at}/${url}`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const contact = await make('contacts', CONTACT);
  const invoice = (status: string, issueDate: string) => ({
    ...INVOICE,
    contactId: contact,
    status,
    issueDate,
  });
  const line = { accountId: account('bank'), asset: 'EUR', quantity: '1', baseAmount: '1' };
  const entry = (status: string) => ({
    status,
    date: '2026-01-05',
    description: '',
    lines: [line, { ...line, accountId: account('sales'), quantity: '-1', baseAmount: '-1' }],
  });
  const posted = await make('invoices', invoice('posted', '2026-03-02'));
  const dimension = await make('dimensions', { name: 'Project' });
  const draftEntry = await make('entries', entry('draft'));
  return {
    contact,
    tax: await make('taxes', { ...TAX, accountId: account('tax_payable') }),
    terms: await make('payment-terms', { name: '30 days', days: 30, fromEndOfMonth: false }),
    dimension,
    dimensionValue: await make('dimension-values', { dimensionId: dimension, code: 'P1', name: 'First' }),
    budget: await make('budgets', { name: 'Plan', fiscalYear: 2026 }),
    posted,
    january: await make('invoices', invoice('posted', '2026-01-05')),
    draft: await make('invoices', invoice('draft', '2026-03-02')),
    draftEntry,
    approval: await make('approvals', { kind: 'entry', subjectId: draftEntry, version: 1 }),
    januaryEntry: await make('entries', entry('posted')),
    reminderStep: await make('reminder-steps', REMINDER_STEP),
    recurring: await make('recurring', {
      ...RECURRING,
      content: { description: '', lines: entry('draft').lines },
    }),
    payment: await make(`invoices/${posted}/payments`, PAYMENT),
    invitation: await make('invitations', { email: `${newId()}@example.com`, role: 'clerk' }),
    webhook: await make('webhooks', WEBHOOK),
    ...(await makeBank(user, { at, account })),
    /** An import that waits for its dry run. */
    import: await sendFile(user, at),
    apiKey: await make('api-keys', { name: 'Till', role: 'clerk', expiresAt: null }),
    comment: await make('comments', {
      subjectKind: 'contact',
      subjectId: contact,
      text: 'Hello',
      mentions: [],
    }),
    tag: await make('tags', { name: 'Urgent', colour: '#ff0000' }),
    attachment: (await upload(user, company, { subjectKind: 'contact', subjectId: contact }, 'a,b')).id,
  };
}

/** Sends a file to be imported, and answers the import's id. */
export async function sendFile(user: TestUser, at: string, file = 'name\nAnn\n'): Promise<string> {
  const answer = await user.call<{ id: string }>({
    method: 'POST',
    url: `${at}/imports?kind=contacts`,
    payload: file,
    headers: { 'content-type': 'text/csv' },
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.id;
}
