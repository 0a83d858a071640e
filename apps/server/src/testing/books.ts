import type { CompanyInput } from '@crypto-erp/contract/companies';
import type { ErrorCode } from '@crypto-erp/contract/problem';
import type { Role } from '@crypto-erp/contract/roles';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify from 'fastify';
import { sql } from 'kysely';
import pg from 'pg';
import { type Database, openDatabase } from '../db/database.ts';
import { newId } from '../db/id.ts';
import { DomainError } from '../errors.ts';
import { createChart } from '../features/accounts/service.ts';
import { chartTemplate } from '../features/accounts/templates/template.ts';
import { seedAssets } from '../features/assets/store.ts';
import type { Context } from '../features/audit-log/context.ts';
import { SYSTEM } from '../features/audit-log/service.ts';
import { insertCompany } from '../features/companies/store.ts';
import { installGuard } from '../http/guard.ts';
import { installProblems } from '../http/problems.ts';
import type { App } from '../http/types.ts';
import { installValidation } from '../http/validation.ts';
import { testDatabase } from './postgres.ts';

const SETTINGS: CompanyInput = {
  name: 'Acme',
  country: 'ES',
  timeZone: 'Europe/Madrid',
  fiscalYearStartMonth: 1,
  rounding: { mode: 'half-even', level: 'line' },
  baseAsset: 'EUR',
  chartTemplate: 'ifrs',
};

export type TestBooks = Awaited<ReturnType<typeof testBooks>>;

/** A database with all assets and two companies, each with its chart: tests work in one and look from the other. */
export async function testBooks() {
  const database = await testDatabase();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await seedAssets(owner);
  await owner.end();
  const db = openDatabase(database.appUrl, 5);
  const mine = await company(db);
  const other = await company(db);
  return {
    db,
    ownerUrl: database.ownerUrl,
    mine,
    other,
    /** One more company with its chart, with these settings instead of the usual ones. */
    company: (settings: Partial<CompanyInput> = {}): Promise<Context> => company(db, settings),
    /** The id of one more company, without a chart. */
    async emptyCompany(): Promise<string> {
      const companyId = newId();
      await db.inCompany(companyId, (trx) => insertCompany(trx, companyId, SETTINGS));
      return companyId;
    },
    /** The audited actions of a company, in order. */
    audited: (companyId: string): Promise<string[]> =>
      db.inCompany(companyId, async (trx) => {
        const { rows } = await sql<{ action: string }>`
          SELECT action FROM erp.audit_log WHERE company_id = ${companyId} ORDER BY id`.execute(trx);
        return rows.map((row) => row.action);
      }),
    /** Resolves when a statement in this database waits for a lock that another transaction holds. */
    async untilOneWaits(): Promise<void> {
      for (let tries = 0; tries < 10_000; tries += 1) {
        const { rows } = await db.pool.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        if (rows.length > 0) return;
      }
      throw new Error('Nothing waits for a lock.');
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

async function company(db: Database, settings: Partial<CompanyInput> = {}): Promise<Context> {
  const companyId = newId();
  await db.inCompany(companyId, async (trx) => {
    await insertCompany(trx, companyId, { ...SETTINGS, ...settings });
    await createChart(trx, companyId, chartTemplate(SETTINGS.chartTemplate));
  });
  return { companyId, actor: SYSTEM };
}

/** The routes that `register` adds, as a user sees them who has `role` in `companyId` and is in no other company. */
export async function testApp(companyId: string, role: Role, register: (app: App) => void) {
  const app: App = fastify().withTypeProvider<TypeBoxTypeProvider>();
  installValidation(app);
  installProblems(app);
  const id = newId();
  installGuard(app, {
    trustedOrigins: [],
    access: {
      identify: async () => ({
        actor: { kind: 'user', id, ip: '192.0.2.1' },
        userId: id,
        email: 'ann@example.com',
        name: 'Ann',
      }),
      roleIn: async (asked) => (asked === companyId ? role : null),
    },
  });
  register(app);
  await app.ready();

  return {
    userId: id,
    /** Calls `path` under the company; a command gets a key of its own unless one is given. */
    async call(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object, key: string = newId()) {
      const headers = method === 'GET' ? {} : { 'idempotency-key': key };
      const url = path.startsWith('/v1/') ? path : `/v1/companies/${companyId}/${path}`;
      const response = await app.inject({ method, url, payload, headers });
      return { status: response.statusCode, body: response.json() };
    },
    close: () => app.close(),
  };
}

/** For `assert.rejects`: the refusal has this code, and this path when it is given. */
export function refused(code: ErrorCode, path?: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof DomainError &&
    error.code === code &&
    (path === undefined || error.fields.some((field) => field.path === path));
}
