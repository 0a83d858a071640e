import type { AccountList, AccountRole } from '@crypto-erp/contract/accounts';
import type { Company, CompanyInput } from '@crypto-erp/contract/companies';
import type { Role } from '@crypto-erp/contract/roles';
import type { InjectOptions } from 'fastify';
import pg from 'pg';
import type { Static } from 'typebox';
import { createApi } from '../api.ts';
import { openDatabase } from '../db/database.ts';
import { newId } from '../db/id.ts';
import type { MailFrom } from '../features/mails/service.ts';
import { createLog } from '../log.ts';
import type { ObjectStore } from '../storage/s3.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';

const BASE_URL = 'http://localhost:3000';

export const AUTH_SECRET = 'a secret for tests only, of 32 and more';

export const SETTINGS: CompanyInput = {
  name: 'Acme',
  country: 'DE',
  timeZone: 'Europe/Berlin',
  fiscalYearStartMonth: 1,
  rounding: { mode: 'half-even', level: 'document' },
  baseAsset: 'EUR',
  chartTemplate: 'ifrs',
};

/** Mail can be queued: nothing sends it without a worker. */
const MAIL = { mailFrom: 'billing@acme.example' };

export interface Reply<T = unknown> {
  status: number;
  body: T;
  headers: Record<string, unknown>;
}

export type TestApi = Awaited<ReturnType<typeof testApi>>;
export type TestUser = Awaited<ReturnType<TestApi['signUp']>>;
export type TestCompany = Awaited<ReturnType<TestUser['createCompany']>>;

/**
 * The whole API, without the worker, on `given` or a database of its own, which its end drops. Requests go through
 * `inject`, without a socket. Attachments are kept in `objects`, else in the database.
 */
export async function testApi(
  given?: TestDatabase,
  settings: { mailFrom?: MailFrom; objects?: ObjectStore } = {},
) {
  const database = given ?? (await testDatabase());
  const db = openDatabase(database.appUrl, 20);
  const app = await createApi({
    db,
    authSecret: AUTH_SECRET,
    baseUrl: BASE_URL,
    trustProxy: false,
    ...MAIL,
    ...settings,
    webhookAllowPrivate: true,
    log: createLog('silent'),
  });
  await app.ready();

  async function call<T>(cookie: string, options: InjectOptions): Promise<Reply<T>> {
    const headers = { 'idempotency-key': newId(), ...(cookie && { cookie }), ...options.headers };
    const response = await app.inject({ ...options, headers });
    const json = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      body: (json ? response.json() : response.body) as T,
      headers: response.headers,
    };
  }

  /** A new user with a session of their own. */
  async function signUp(email = `${newId()}@example.com`) {
    const payload = { name: 'Tess Tester', email, password: 'correct horse battery' };
    const response = await app.inject({ method: 'POST', url: '/v1/auth/sign-up/email', payload });
    if (response.statusCode >= 300)
      throw new Error(`Signing up answered ${response.statusCode}: ${response.body}`);
    const cookie = response.cookies
      .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
      .join('; ');
    const user = {
      email,
      cookie,
      call: <T>(options: InjectOptions) => call<T>(cookie, options),
      get: <T>(url: string) => call<T>(cookie, { method: 'GET', url }),
      post: <T>(url: string, body: object, key?: string) =>
        call<T>(cookie, {
          method: 'POST',
          url,
          payload: body,
          ...(key && { headers: { 'idempotency-key': key } }),
        }),
    };
    return {
      ...user,
      createCompany: (settings: Partial<CompanyInput> = {}) => createCompany(user, settings),
      /** Their id. */
      id: async (): Promise<string> => (await user.get<{ user: { id: string } }>('/v1/me')).body.user.id,
    };
  }

  return {
    app,
    db,
    /** A new user whom the owner of a company made a member with this role. */
    async member(owner: Caller, company: { at: string }, role: Role) {
      const user = await signUp();
      const invited = await owner.post<{ token: string }>(`${company.at}/invitations`, {
        email: user.email,
        role,
      });
      await user.post('/v1/invitations/accept', { token: invited.body.token });
      return user;
    },
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    signUp,
    /** Runs SQL behind the application's back, as the database's owner. */
    async asOwner<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
      const client = new pg.Client({ connectionString: database.ownerUrl });
      await client.connect();
      try {
        return (await client.query<T>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    async close() {
      await app.close();
      await db.close();
      await database.drop();
    },
  };
}

interface Caller {
  get<T>(url: string): Promise<Reply<T>>;
  post<T>(url: string, body: object, key?: string): Promise<Reply<T>>;
}

/** A company with its chart; `at` is its address, `account` finds an account by its role. */
async function createCompany(user: Caller, settings: Partial<CompanyInput>) {
  const { status, body } = await user.post<Company>('/v1/companies', { ...SETTINGS, ...settings });
  if (status !== 201) throw new Error(`Creating a company answered ${status}: ${JSON.stringify(body)}`);
  const at = `/v1/companies/${body.id}`;
  const { items } = (await user.get<Static<typeof AccountList>>(`${at}/accounts`)).body;
  return {
    id: body.id,
    at,
    accounts: items,
    account(role: AccountRole): string {
      const found = items.find((one) => one.role === role);
      if (found === undefined) throw new Error(`The chart has no account with the role ${role}.`);
      return found.id;
    },
  };
}
