import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ErrorCode, Problem } from '@crypto-erp/contract/problem';
import type { InjectOptions } from 'fastify';
import pg from 'pg';
import { newId } from '../db/id.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../testing/api.ts';

let api: TestApi;
let books: pg.Client;
let owner: TestUser;
let company: TestCompany;
let mine: Documents;
let foreign: Documents & { company: TestCompany };

before(async () => {
  api = await testApi();
  books = new pg.Client({ connectionString: api.ownerUrl });
  await books.connect();
  owner = await api.signUp();
  company = await owner.createCompany();
  mine = await makeDocuments(owner, company);
  const stranger = await api.signUp();
  const other = await stranger.createCompany();
  foreign = { ...(await makeDocuments(stranger, other)), company: other };
  const closed = await owner.call({ method: 'POST', url: `${company.at}/periods/2026-02/close` });
  assert.equal(closed.status, 200);
});
after(async () => {
  await books.end();
  await api.close();
});

interface Expected {
  status: number;
  code: ErrorCode;
  /** Where the document says the mistake is. */
  path?: string;
}

/** Sends a request that is refused as expected, and writes nothing in any table of the books. */
async function refused(options: InjectOptions, expected: Expected): Promise<Problem> {
  const before = await contents();
  const request = { ...options, headers: { cookie: owner.cookie, 'idempotency-key': newId(), ...options.headers } };
  const response = await api.app.inject(request);
  const shown = `${options.method} ${String(options.url).slice(0, 200)} ${String(JSON.stringify(options.payload)).slice(0, 300)}`;
  assert.equal(response.headers['content-type'], 'application/problem+json', `${shown}: ${response.body}`);
  const problem = response.json<Problem>();
  assert.deepEqual([response.statusCode, problem.code], [expected.status, expected.code], `${shown}: ${response.body}`);
  assert.equal(problem.status, response.statusCode);
  assert.equal(problem.type, `urn:crypto-erp:problem:${problem.code}`);
  assert.ok(problem.title && problem.detail && problem.instance, response.body);
  if (expected.path !== undefined) {
    const paths = (problem.errors ?? []).map((error) => error.path);
    assert.ok(paths.includes(expected.path), `${shown}: at ${paths}, not ${expected.path}`);
  }
  assert.deepEqual(await contents(), before, shown);
  return problem;
}

/** A digest of each table of the books but the claimed keys: a changed row shows as well as a new one. */
async function contents(): Promise<Record<string, string>> {
  digests ??= await digestOfEach();
  const { rows } = await books.query<{ name: string; rows: string }>(digests);
  assert.ok(rows.length >= 20);
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
}

let digests: string | undefined;

async function digestOfEach(): Promise<string> {
  const { rows } = await books.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'erp' AND tablename <> 'idempotency_keys'`,
  );
  return rows
    .map(
      ({ name }) =>
        `SELECT '${name}' AS name, count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS rows FROM erp.${name} t`,
    )
    .join(' UNION ALL ');
}

const post = (url: string, payload: object | string): InjectOptions => ({
  method: 'POST',
  url: `${company.at}/${url}`,
  payload,
  ...(typeof payload === 'string' && { headers: { 'content-type': 'application/json' } }),
});
const get = (url: string): InjectOptions => ({ method: 'GET', url: `${company.at}/${url}` });

const entryLine = (change: object = {}) => ({
  accountId: company.account('bank'),
  asset: 'EUR',
  quantity: '10',
  baseAmount: '10',
  ...change,
});
/** An entry that would be posted, with the first line changed. */
const entry = (line: object = {}, change: object = {}) => ({
  status: 'posted',
  date: '2026-03-02',
  description: '',
  lines: [
    entryLine(line),
    entryLine({ accountId: company.account('sales'), quantity: '-10', baseAmount: '-10' }),
  ],
  ...change,
});
/** An invoice that would be posted. */
const invoice = (line: object = {}, change: object = {}) => ({
  status: 'posted',
  contactId: mine.contact,
  issueDate: '2026-03-02',
  dueDate: null,
  paymentTermsId: null,
  asset: 'EUR',
  reference: '',
  notes: '',
  lines: [
    {
      description: 'Work',
      quantity: '1',
      unitPrice: '100',
      discountPercent: '0',
      taxId: null,
      accountId: null,
      ...line,
    },
  ],
  ...change,
});
const payment = (change: object = {}) => ({
  date: '2026-03-03',
  amount: '1',
  accountId: null,
  reference: '',
  ...change,
});
const pay = (change: object) => post(`invoices/${mine.posted}/payments`, payment(change));
const invalid = (path?: string): Expected => ({
  status: 400,
  code: 'invalid_input',
  ...(path !== undefined && { path }),
});

describe('amounts', () => {
  const NO_AMOUNTS: unknown[] = [
    1,
    1.5,
    null,
    true,
    ['1'],
    { units: '1' },
    '',
    ' 1',
    '1 ',
    '+1',
    '01',
    '.5',
    '1.',
    '1,5',
    '1e3',
    '1E3',
    '0x10',
    'NaN',
    'Infinity',
    '-Infinity',
    '१',
    '1\n',
    '9'.repeat(39),
    `0.${'1'.repeat(19)}`,
    '1'.repeat(100_000),
  ];

  test('what is no decimal text is refused at its field, in entries, invoices and payments', async () => {
    for (const wrong of NO_AMOUNTS) {
      await refused(post('entries', entry({ quantity: wrong })), invalid('/lines/0/quantity'));
      await refused(post('entries', entry({ baseAmount: wrong })), invalid('/lines/0/baseAmount'));
      await refused(post('invoices', invoice({ quantity: wrong })), invalid('/lines/0/quantity'));
      await refused(post('invoices', invoice({ unitPrice: wrong })), invalid('/lines/0/unitPrice'));
      await refused(pay({ amount: wrong }), invalid('/amount'));
    }
  });

  test('negative amounts are refused where none may be, and zero where something must be', async () => {
    await refused(post('invoices', invoice({ quantity: '-1' })), invalid('/lines/0/quantity'));
    await refused(post('invoices', invoice({ unitPrice: '-0.01' })), invalid('/lines/0/unitPrice'));
    await refused(post('invoices', invoice({ discountPercent: '-1' })), invalid('/lines/0/discountPercent'));
    await refused(
      post('invoices', invoice({ discountPercent: '100.000001' })),
      invalid('/lines/0/discountPercent'),
    );
    await refused(pay({ amount: '-1' }), invalid('/amount'));
    await refused(pay({ amount: '0' }), { status: 422, code: 'amount_not_positive', path: '/amount' });
    await refused(post('invoices', invoice({ unitPrice: '0' })), {
      status: 422,
      code: 'amount_not_positive',
      path: '/lines',
    });
    await refused(post('entries', entry({ quantity: '0', baseAmount: '0' })), { status: 422, code: 'line_zero' });
  });

  test('more decimals than the asset has, or more digits than fit, are refused at the field', async () => {
    const many = (path: string): Expected => ({ status: 422, code: 'too_many_decimals', path });
    await refused(post('entries', entry({ quantity: '10.001' })), many('/lines/0/quantity'));
    await refused(post('entries', entry({ baseAmount: '10.001' })), many('/lines/0/baseAmount'));
    await refused(post('entries', entry({ asset: 'JPY', quantity: '1.5' })), many('/lines/0/quantity'));
    await refused(pay({ amount: '1.001' }), many('/amount'));
    const large = (path: string): Expected => ({ status: 422, code: 'amount_too_large', path });
    await refused(post('entries', entry({ quantity: '9'.repeat(38) })), large('/lines/0/quantity'));
    await refused(
      post('invoices', invoice({ quantity: '9'.repeat(20), unitPrice: '9'.repeat(20) })),
      large('/lines/0/unitPrice'),
    );
    await refused(pay({ amount: '9'.repeat(38) }), large('/amount'));
  });

  test('an entry out of balance, in the base asset, of one line, or of opposite signs is refused', async () => {
    const one = entryLine();
    await refused(post('entries', entry({ quantity: '9.99', baseAmount: '9.99' })), {
      status: 422,
      code: 'entry_unbalanced',
      path: '/lines',
    });
    await refused(post('entries', entry({}, { lines: [one] })), { status: 422, code: 'entry_too_few_lines' });
    await refused(post('entries', entry({}, { lines: [] })), { status: 422, code: 'entry_too_few_lines' });
    await refused(post('entries', entry({ quantity: '9' })), {
      status: 422,
      code: 'base_amount_mismatch',
      path: '/lines/0/baseAmount',
    });
    await refused(post('entries', entry({ asset: 'USD', quantity: '-1' })), {
      status: 422,
      code: 'base_amount_mismatch',
    });
  });
});

describe('assets and dates', () => {
  test('an unknown asset is refused at its field', async () => {
    const unknown = (path: string): Expected => ({ status: 422, code: 'unknown_asset', path });
    await refused(post('entries', entry({ asset: 'XXQ' })), unknown('/lines/0/asset'));
    await refused(post('entries', entry({ asset: 'XXQ' }, { status: 'draft' })), unknown('/lines/0/asset'));
    await refused(post('invoices', invoice({}, { asset: 'XXQ' })), unknown('/asset'));
    await refused(post('contacts', { ...CONTACT, defaultAsset: 'XXQ' }), unknown('/defaultAsset'));
    await refused(get('prices?asset=XXQ&quote=EUR&date=2026-03-02'), unknown('query/asset'));
    for (const asset of ['eur', '', 'E', 1, null]) {
      await refused(post('invoices', invoice({}, { asset })), invalid('/asset'));
    }
  });

  test('a day that does not exist, or is no day, is refused at its field', async () => {
    const days = ['2026-02-31', '2026-02-29', '2026-13-01', '2026-00-10', '2026-04-00', '0000-01-01'];
    const noDays = [...days, '1899-12-31', '3000-01-01', '2026-3-2', '2026-03-02T00:00:00Z', '', 20260302, null];
    for (const date of noDays) {
      await refused(post('entries', entry({}, { date })), invalid('/date'));
      await refused(post('invoices', invoice({}, { issueDate: date })), invalid('/issueDate'));
      await refused(pay({ date }), invalid('/date'));
    }
    for (const day of days) {
      await refused(get(`reports/balance-sheet?asOf=${day}`), invalid('query/asOf'));
      await refused(get(`reports/trial-balance?from=${day}&to=2026-12-31`), invalid('query/from'));
      await refused(get(`invoices?to=${day}`), invalid('query/to'));
      await refused(get(`prices?asset=EUR&quote=EUR&date=${day}`), invalid('query/date'));
    }
  });

  test('a date in a closed period is refused at its field', async () => {
    const closed = (path: string): Expected => ({ status: 409, code: 'period_closed', path });
    await refused(post('entries', entry({}, { date: '2026-02-28' })), closed('/date'));
    await refused(post('invoices', invoice({}, { issueDate: '2026-02-01' })), closed('/issueDate'));
    await refused(post(`invoices/${mine.january}/payments`, payment({ date: '2026-02-10' })), closed('/date'));
    await refused(post(`entries/${mine.januaryEntry}/reverse`, { date: '2026-02-10', description: '' }), closed('/date'));
    await refused(post(`invoices/${mine.january}/reverse`, { date: '2026-02-10', reason: 'x' }), closed('/date'));
  });

  test('dates in the wrong order are refused', async () => {
    await refused(post('invoices', invoice({}, { dueDate: '2026-03-01' })), {
      status: 422,
      code: 'due_before_issue',
      path: '/dueDate',
    });
    await refused(pay({ date: '2026-03-01' }), { status: 422, code: 'payment_before_issue', path: '/date' });
    await refused(get('reports/profit-and-loss?from=2026-03-02&to=2026-03-01'), invalid('query/from'));
  });
});

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
        post('invoices', invoice({}, { ...change, contactId: contact })),
        unknown('unknown_contact', '/contactId'),
      );
      await refused(post('invoices', invoice({ taxId: tax }, change)), unknown('unknown_tax', '/lines/0/taxId'));
      await refused(
        post('invoices', invoice({ accountId: bank }, change)),
        unknown('unknown_account', '/lines/0/accountId'),
      );
      await refused(
        post('invoices', invoice({}, { ...change, paymentTermsId: terms })),
        unknown('unknown_payment_terms', '/paymentTermsId'),
      );
    }
    await refused(pay({ accountId: bank }), unknown('unknown_account', '/accountId'));
    await refused(
      post('contacts', { ...CONTACT, paymentTermsId: terms }),
      unknown('unknown_payment_terms', '/paymentTermsId'),
    );
    await refused(post('taxes', { ...TAX, accountId: bank }), unknown('unknown_account', '/accountId'));
    await refused(post('accounts', { ...ACCOUNT, parentId: bank }), unknown('unknown_account', '/parentId'));
  });

  test('in the path are not found, whatever is asked of them', async () => {
    const missing: Expected = { status: 404, code: 'not_found' };
    const { version: _, ...content } = { ...invoice(), version: 1 };
    const { status: __, ...invoiceDraft } = { ...content, version: 1 };
    const { status: ___, ...entryDraft } = { ...entry(), version: 1 };
    const reason = { date: '2026-03-31', reason: 'x' };
    const requests: [InjectOptions['method'], string, object?][] = [
      ['GET', `entries/${foreign.draftEntry}`],
      ['PUT', `entries/${foreign.draftEntry}`, entryDraft],
      ['DELETE', `entries/${foreign.draftEntry}`],
      ['POST', `entries/${foreign.draftEntry}/post`, { version: 1 }],
      ['POST', `entries/${foreign.januaryEntry}/reverse`, { date: '2026-03-31', description: '' }],
      ['GET', `invoices/${foreign.posted}`],
      ['GET', `invoices/${foreign.posted}/pdf`],
      ['PUT', `invoices/${foreign.draft}`, invoiceDraft],
      ['DELETE', `invoices/${foreign.draft}`],
      ['POST', `invoices/${foreign.draft}/post`, { version: 1 }],
      ['POST', `invoices/${foreign.posted}/reverse`, reason],
      ['POST', `invoices/${foreign.posted}/payments`, payment()],
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
      ['DELETE', `invitations/${foreign.invitation}`],
      ['DELETE', `api-keys/${foreign.apiKey}`],
    ];
    for (const [method, url, payload] of requests) {
      await refused({ method, url: `${company.at}/${url}`, ...(payload && { payload }) }, missing);
    }
    for (const url of ['', '/entries', '/invoices', '/reports/balance-sheet?asOf=2026-12-31', '/members']) {
      await refused({ method: 'GET', url: `${foreign.company.at}${url}` }, missing);
    }
    await refused({ method: 'POST', url: `${foreign.company.at}/entries`, payload: entry() }, missing);
  });
});

describe('the request itself', () => {
  test('a body over 1 MiB, too deep, not JSON, empty or of another type is refused', async () => {
    const notes = 'x'.repeat(1024 * 1024);
    await refused(post('invoices', invoice({}, { notes })), { status: 413, code: 'body_too_large' });
    for (const depth of [100, 1_000, 100_000, 500_000]) {
      const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      await refused(post('entries', deep), invalid());
      await refused(post('entries', `{"lines":${deep}}`), invalid());
      await refused(post('periods/2026-01/close', `{"a":${deep}}`), invalid());
    }
    const noJson: Expected = { status: 400, code: 'invalid_json' };
    for (const text of ['{', '{"a":1,}', "{'a':1}", 'NaN', '{"a":01}', '{"a":1}x', '']) {
      await refused(post('entries', text), noJson);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const request = { ...post('entries', 'a=1'), headers: { 'content-type': type } };
      await refused(request, { status: 415, code: 'unsupported_media_type' });
    }
    for (const text of ['null', '1', '"x"', '[]', 'true']) await refused(post('entries', text), invalid());
  });

  test('a command without a usable idempotency key is refused', async () => {
    for (const key of ['', 'a b', 'ñ', 'x'.repeat(201)]) {
      await refused(
        { ...post('entries', entry()), headers: { 'idempotency-key': key } },
        { status: 400, code: 'idempotency_key_missing', path: 'header/idempotency-key' },
      );
    }
    const { headers: _, ...bare } = { ...post('entries', entry()), headers: {} };
    const before = await contents();
    const answer = await api.app.inject({ ...bare, headers: { cookie: owner.cookie } });
    assert.equal(answer.json<Problem>().code, 'idempotency_key_missing');
    assert.deepEqual(await contents(), before);
  });

  test('unknown fields are refused at their path, and prototypes stay clean', async () => {
    await refused(post('entries', { ...entry(), extra: 1 }), invalid('/extra'));
    await refused(post('entries', entry({ extra: 1 })), invalid('/lines/0/extra'));
    await refused(post('contacts', { ...CONTACT, id: newId() }), invalid('/id'));
    await refused(get('invoices?extra=1'), invalid('query/extra'));
    for (const key of ['__proto__', 'constructor']) {
      const text = JSON.stringify(CONTACT).replace('{', `{"${key}":{"prototype":{"archived":true}},`);
      const { code } = await refusedWithAny(post('contacts', text));
      assert.ok(code === 'invalid_json' || code === 'invalid_input', code);
    }
    assert.equal(Object.hasOwn(Object.prototype, 'archived'), false);
  });

  test('texts that no database stores, or that are too long, are refused at their field', async () => {
    for (const name of ['a\u0000b', 'a\ud800b', '\udc00', '', 'x'.repeat(201), 'x'.repeat(500_000)]) {
      await refused(post('contacts', { ...CONTACT, name }), invalid('/name'));
    }
    await refused(post('entries', entry({}, { description: '\u0000' })), invalid('/description'));
    await refused(post('entries', entry({ description: 'x\ud800' })), invalid('/lines/0/description'));
    await refused(post('invoices', invoice({}, { notes: 'x'.repeat(4001) })), invalid('/notes'));
    await refused(get('contacts?search=%00'), invalid('query/search'));
    await refused(get('invoices?number=%00'), invalid('query/number'));
  });

  test('a cursor that no page gave, and a limit out of its range, are refused', async () => {
    const cursor = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');
    const cursors = [
      '',
      'x',
      '%F0%9F%92%A9',
      cursor({}),
      cursor(['2026-03-02']),
      cursor(['2026-03-02', 'x']),
      cursor(['2026-02-31', newId()]),
      cursor(['0000-01-01', newId()]),
      cursor([['2026-03-02'], newId(), null]),
      cursor([1, 2]),
      cursor(['\u0000', newId()]),
      cursor(['\ud800', newId()]),
    ];
    for (const list of ['entries', 'invoices', 'payments']) {
      for (const wrong of cursors) await refused(get(`${list}?cursor=${wrong}`), invalid('query/cursor'));
    }
    for (const wrong of ['x', cursor(['a\u0000', newId()]), cursor(['Ada', 'x'])]) {
      await refused(get(`contacts?cursor=${wrong}`), invalid('query/cursor'));
    }
    const ledger = 'reports/general-ledger?from=2026-01-01&to=2026-12-31';
    for (const wrong of [cursor(['1110', -1, 1]), cursor(['1110', '99999999999999999999', 1]), 'x']) {
      await refused(get(`${ledger}&cursor=${wrong}`), invalid('query/cursor'));
    }
    for (const limit of ['0', '-1', '1001', 'abc', '1.5', '', '1e400']) {
      for (const list of ['entries', 'invoices', 'payments', 'contacts', 'audit-log']) {
        await refused(get(`${list}?limit=${limit}`), invalid('query/limit'));
      }
    }
  });

  test('an address or a method that is none is not found', async () => {
    const missing: Expected = { status: 404, code: 'not_found' };
    await refused(get('nothing'), missing);
    await refused({ method: 'GET', url: '/v1/nothing' }, missing);
    await refused({ method: 'PUT', url: `${company.at}/contacts`, payload: CONTACT }, missing);
    await refused(get(`invoices/${'x'.repeat(500)}`), missing);
    await refused({ method: 'GET', url: '/v1/companies/%' }, missing);
    await refused(get('invoices/not-an-id'), invalid('path/id'));
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
    const auditor = await api.signUp();
    const invited = await owner.post<{ token: string }>(`${company.at}/invitations`, {
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
    ]) {
      await refused({ ...request, headers }, { status: 403, code: 'not_permitted' });
    }
  });
});

/** As {@link refused}, with any code of a status 400. */
async function refusedWithAny(options: InjectOptions): Promise<Problem> {
  const before = await contents();
  const headers = { cookie: owner.cookie, 'idempotency-key': newId(), ...options.headers };
  const response = await api.app.inject({ ...options, headers });
  assert.equal(response.statusCode, 400, response.body);
  assert.deepEqual(await contents(), before);
  return response.json<Problem>();
}

type Documents = Awaited<ReturnType<typeof makeDocuments>>;

/** One of everything in a company. */
async function makeDocuments(user: TestUser, { at, account }: TestCompany) {
  const make = async (url: string, body: object): Promise<string> => {
    const answer = await user.post<{ id: string }>(`${at}/${url}`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const contact = await make('contacts', CONTACT);
  const document = (status: string, issueDate: string) => ({
    status,
    contactId: contact,
    issueDate,
    dueDate: null,
    paymentTermsId: null,
    asset: 'EUR',
    reference: '',
    notes: '',
    lines: [
      { description: 'Work', quantity: '1', unitPrice: '100', discountPercent: '0', taxId: null, accountId: null },
    ],
  });
  const line = { accountId: account('bank'), asset: 'EUR', quantity: '1', baseAmount: '1' };
  const books = (status: string) => ({
    status,
    date: '2026-01-05',
    description: '',
    lines: [line, { ...line, accountId: account('sales'), quantity: '-1', baseAmount: '-1' }],
  });
  const posted = await make('invoices', document('posted', '2026-03-02'));
  return {
    contact,
    tax: await make('taxes', { ...TAX, accountId: account('tax_payable') }),
    terms: await make('payment-terms', { name: '30 days', days: 30, fromEndOfMonth: false }),
    posted,
    january: await make('invoices', document('posted', '2026-01-05')),
    draft: await make('invoices', document('draft', '2026-03-02')),
    draftEntry: await make('entries', books('draft')),
    januaryEntry: await make('entries', books('posted')),
    payment: await make(`invoices/${posted}/payments`, payment()),
    invitation: await make('invitations', { email: `${newId()}@example.com`, role: 'clerk' }),
    apiKey: await make('api-keys', { name: 'Till', role: 'clerk', expiresAt: null }),
  };
}

const CONTACT = {
  name: 'Ada',
  email: null,
  taxNumber: null,
  address: '',
  country: null,
  defaultAsset: null,
  paymentTermsId: null,
};
const TAX = { code: 'V21', name: 'VAT', kind: 'standard', rate: '21', inclusive: false, exemptReason: null };
const ACCOUNT = { code: '9999', name: 'New', type: 'asset', postable: true };
