import assert from 'node:assert/strict';
import type { ErrorCode, Problem } from '@crypto-erp/contract/problem';
import type { InjectOptions } from 'fastify';
import pg from 'pg';
import { newId } from '../db/id.ts';
import { testApi } from './api.ts';
import { CONTACT, INVOICE, INVOICE_LINE, makeDocuments, PAYMENT } from './documents.ts';
import { failedMails } from './mails.ts';

export interface Expected {
  status: number;
  code: ErrorCode;
  /** Where the document says the mistake is. */
  path?: string;
}

export type Refusals = Awaited<ReturnType<typeof testRefusals>>;

/** The whole API with a company of `owner`, one of a stranger, and requests that are refused and write nothing. */
export async function testRefusals() {
  const api = await testApi();
  const books = new pg.Client({ connectionString: api.ownerUrl });
  await books.connect();
  const owner = await api.signUp();
  const company = await owner.createCompany();
  const mine = await makeDocuments(owner, company);
  const stranger = await api.signUp();
  const other = await stranger.createCompany();
  const [mail] = await failedMails(api, other.id, 1);
  const foreign = { ...(await makeDocuments(stranger, other)), mail, company: other };
  const digests = await digestOfEach(books);

  /** A digest of each table of the books but the claimed keys: a changed row shows as well as a new one. */
  async function contents(): Promise<Record<string, string>> {
    const { rows } = await books.query<{ name: string; rows: string }>(digests);
    assert.ok(rows.length >= 20);
    return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
  }

  /** Sends a request that is refused as expected, and writes nothing in any table of the books. */
  async function refused(options: InjectOptions, expected: Expected): Promise<void> {
    const before = await contents();
    const headers = { cookie: owner.cookie, 'idempotency-key': newId(), ...options.headers };
    // A header of undefined is not sent.
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const response = await api.app.inject({ ...options, headers: sent });
    const payload = String(JSON.stringify(options.payload)).slice(0, 300);
    const shown = `${options.method} ${String(options.url).slice(0, 200)} ${payload}: ${response.body}`;
    assert.equal(response.headers['content-type'], 'application/problem+json', shown);
    const problem = response.json<Problem>();
    assert.deepEqual([response.statusCode, problem.code], [expected.status, expected.code], shown);
    assert.equal(problem.status, response.statusCode);
    assert.equal(problem.type, `urn:crypto-erp:problem:${problem.code}`);
    assert.ok(problem.title && problem.detail && problem.instance, response.body);
    if (expected.path !== undefined) {
      const paths = (problem.errors ?? []).map((error) => error.path);
      assert.ok(paths.includes(expected.path), `${shown}: at ${paths}, not ${expected.path}`);
    }
    assert.deepEqual(await contents(), before, shown);
  }

  const post = (url: string, payload: object | string): InjectOptions => ({
    method: 'POST',
    url: `${company.at}/${url}`,
    payload,
    ...(typeof payload === 'string' && { headers: { 'content-type': 'application/json' } }),
  });
  const entryLine = (change: object = {}) => ({
    accountId: company.account('bank'),
    asset: 'EUR',
    quantity: '10',
    baseAmount: '10',
    ...change,
  });

  return {
    api,
    owner,
    company,
    mine,
    foreign,
    refused,
    post,
    get: (url: string): InjectOptions => ({ method: 'GET', url: `${company.at}/${url}` }),
    entryLine,
    /** An entry that would be posted, with its first line changed. */
    entry: (line: object = {}, change: object = {}) => ({
      status: 'posted',
      date: '2026-03-02',
      description: '',
      lines: [
        entryLine(line),
        entryLine({ accountId: company.account('sales'), quantity: '-10', baseAmount: '-10' }),
      ],
      ...change,
    }),
    /** An invoice that would be posted, with its line changed. */
    invoice: (line: object = {}, change: object = {}) => ({
      ...INVOICE,
      status: 'posted',
      contactId: mine.contact,
      lines: [{ ...INVOICE_LINE, ...line }],
      ...change,
    }),
    contact: (change: object) => post('contacts', { ...CONTACT, ...change }),
    pay: (change: object) => post(`invoices/${mine.posted}/payments`, { ...PAYMENT, ...change }),
    async close() {
      await books.end();
      await api.close();
    },
  };
}

/** What the schemas refuse, at `path`. */
export const invalid = (path?: string): Expected => ({
  status: 400,
  code: 'invalid_input',
  ...(path !== undefined && { path }),
});

async function digestOfEach(books: pg.Client): Promise<string> {
  const { rows } = await books.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'erp' AND tablename <> 'idempotency_keys'`,
  );
  const digest = (name: string): string => `
    SELECT '${name}' AS name, count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS rows
    FROM erp.${name} t`;
  return rows.map(({ name }) => digest(name)).join(' UNION ALL ');
}
