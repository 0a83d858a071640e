import type { Role } from '@crypto-erp/contract/roles';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { openDatabase } from '../db/database.ts';
import { newId } from '../db/id.ts';
import { apiKeysRoutes } from '../features/api-keys/routes.ts';
import { invitationsRoutes } from '../features/invitations/routes.ts';
import { membersRoutes } from '../features/members/routes.ts';
import { addMembership } from '../features/members/store.ts';
import { createAuth } from '../features/users/auth.ts';
import { usersRoutes } from '../features/users/routes.ts';
import { type AuthRoutesDeps, authRoutes } from '../http/auth.ts';
import { installGuard } from '../http/guard.ts';
import { createAccess } from '../http/identity.ts';
import { installProblems } from '../http/problems.ts';
import { installValidation } from '../http/validation.ts';
import { testDatabase } from './postgres.ts';

export const ORIGIN = 'http://localhost:3000';
export const PASSWORD = 'correct horse battery';

export type IdentityApp = Awaited<ReturnType<typeof identityApp>>;
export type Client = ReturnType<IdentityApp['client']>;

/** The server's identity part, whole, on a database of its own. */
export async function identityApp(options: Pick<AuthRoutesDeps, 'failures' | 'signUps'> = {}) {
  const database = await testDatabase();
  const db = openDatabase(database.appUrl, 10);
  const auth = createAuth({ db, secret: 'a secret for tests only, of 32 and more', baseURL: ORIGIN });
  const access = createAccess({ db, auth });
  const app = fastify().withTypeProvider<TypeBoxTypeProvider>();
  installProblems(app);
  installValidation(app);
  installGuard(app, { access, trustedOrigins: auth.trustedOrigins });
  authRoutes(app, { auth, ...options });
  usersRoutes(app, { db });
  membersRoutes(app, { db, access });
  invitationsRoutes(app, { db });
  apiKeysRoutes(app, { db, access });
  await app.ready();

  /** One browser: it keeps its cookies. */
  function client() {
    const jar = new Map<string, string>();
    async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, more: InjectOptions = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...(cookie && { cookie }), 'idempotency-key': newId(), ...more.headers };
      const response = await app.inject({ method, url, ...more, headers });
      for (const { name, value, maxAge } of response.cookies) {
        if (maxAge === 0) jar.delete(name);
        else jar.set(name, value);
      }
      const body = response.body === '' ? null : response.json();
      return { status: response.statusCode, body, raw: response.body, headers: response.headers };
    }
    return {
      jar,
      get: (url: string, more?: InjectOptions) => call('GET', url, more),
      post: (url: string, payload: object = {}, more?: InjectOptions) =>
        call('POST', url, { payload, ...more }),
      patch: (url: string, payload: object) => call('PATCH', url, { payload }),
      delete: (url: string) => call('DELETE', url),
    };
  }

  return {
    app,
    db,
    access,
    database,
    client,

    /** A browser of a new user, signed in. */
    async signUp(name: string, email = `${name.toLowerCase()}@example.com`) {
      const browser = client();
      const { status, body } = await browser.post('/v1/auth/sign-up/email', {
        name,
        email,
        password: PASSWORD,
      });
      if (status !== 200) throw new Error(`Sign-up answered ${status}: ${JSON.stringify(body)}`);
      return { ...browser, id: body.user.id as string, email };
    },

    /** A company with these members; its address under `/v1`. */
    async company(members: Record<string, Role>) {
      const id = newId();
      await db.inCompany(id, async (trx) => {
        await sql`INSERT INTO erp.assets VALUES ('EUR', 'Euro', 'fiat', 2) ON CONFLICT DO NOTHING`.execute(
          trx,
        );
        await sql`INSERT INTO control.companies (id, name) VALUES (${id}, 'Acme')`.execute(trx);
        await sql`
          INSERT INTO erp.companies (company_id, name, base_asset, country, time_zone, fiscal_year_start_month,
            rounding_mode, rounding_level, chart_template)
          VALUES (${id}, 'Acme', 'EUR', 'ES', 'Europe/Madrid', 1, 'half-even', 'line', 'ifrs')`.execute(trx);
        for (const [userId, role] of Object.entries(members))
          await addMembership(trx, { companyId: id, userId, role });
      });
      return { id, url: `/v1/companies/${id}` };
    },

    /** The actions in a company's audit log, in order. */
    async audited(companyId: string): Promise<string[]> {
      const { rows } = await db.inCompany(companyId, (trx) =>
        sql<{ action: string }>`
          SELECT action FROM erp.audit_log WHERE company_id = ${companyId} ORDER BY at, id`.execute(trx),
      );
      return rows.map((row) => row.action);
    },

    async close() {
      await app.close();
      await db.close();
      await database.drop();
    },
  };
}
