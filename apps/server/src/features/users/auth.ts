import { PASSWORD_MIN } from '@crypto-erp/contract/auth';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { columns } from './columns.ts';

export interface AuthSettings {
  db: Pick<Database, 'pool'>;
  /** Signs cookies and encrypts TOTP secrets: at least 32 characters, the same in every process. */
  secret: string;
  /** The address users open, `https://erp.example.com`; with https, cookies are sent over https only. */
  baseURL: string;
  /** Where failures inside the sign-in library go. Its messages carry no password and no address. */
  log?: (message: string) => void;
}

/** The path everything of the sign-in library is under, and where `http/auth.ts` mounts it. */
export const AUTH_PATH = '/v1/auth';

/** The request header that carries the client's address to the library; `http/auth.ts` alone sets it. */
export const CLIENT_IP_HEADER = 'x-crypto-erp-client-ip';

export type Auth = ReturnType<typeof createAuth>;

/**
 * Who a user is: password and TOTP sign-in with sessions in the database. What a user may do is ours alone
 * (members, permissions). No mail is sent in this version, so an address is not verified and a password is
 * changed only by someone who knows it.
 */
export function createAuth(settings: AuthSettings) {
  const endedListeners = new Set<(token: string) => void>();
  const options = authOptions(settings, (token) => {
    for (const listener of endedListeners) listener(token);
  });
  return {
    library: betterAuth(options),
    origin: new URL(settings.baseURL).origin,
    trustedOrigins: trustedOrigins(settings.baseURL),
    /** Calls `listener` with the token of each session that this process ends. */
    onSessionEnded(listener: (token: string) => void): void {
      endedListeners.add(listener);
    },
  };
}

/** The library's options; the test that compares its tables with our migration reads them too. */
export function authOptions(settings: AuthSettings, sessionEnded: (token: string) => void) {
  const { db, secret, baseURL, log } = settings;
  return {
    appName: 'Crypto-ERP',
    secret,
    baseURL,
    basePath: AUTH_PATH,
    trustedOrigins: trustedOrigins(baseURL),
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool: datesAsDates(db.pool) }) }),
      type: 'postgres',
      schemaName: 'control',
      transaction: true,
    },
    emailAndPassword: { enabled: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: 128 },
    user: { modelName: 'users', fields: columns.user },
    // A session lasts 7 days from its last use; the list of sessions is open to every live one.
    session: { modelName: 'sessions', fields: columns.session, freshAge: 0 },
    account: { modelName: 'credentials', fields: columns.account },
    verification: { modelName: 'verifications', fields: columns.verification },
    plugins: [
      twoFactor({
        issuer: 'Crypto-ERP',
        schema: {
          user: { fields: columns.twoFactorUser },
          twoFactor: { modelName: 'two_factors', fields: columns.twoFactor },
        },
      }),
    ],
    databaseHooks: { session: { delete: { after: async (session) => sessionEnded(session.token) } } },
    // Its own limit counts good sign-ins too, by address and path; `http/attempts.ts` counts the failed.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'crypto-erp',
      useSecureCookies: baseURL.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
      // Checked by a test against the migration, instead of at every start.
      database: { generateId: () => newId(), validateSchema: false },
    },
    logger: { level: 'error', log: (_level, message) => log?.(message) },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions;
}

/** The pool with the driver's own parsers: the library computes with Date, the rest of the server reads text. */
function datesAsDates(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      const query = (text: string, values: readonly unknown[] = []) =>
        client.query({ text, values: [...values], types: pg.types });
      // Kysely's other way to call it, with a cursor, is for streams, which the library has none of.
      return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
    },
    // The pool is the database's to close.
    end: async () => undefined,
  };
}

/** The origins whose pages may act for a signed-in user: the address users open, and loopback at its port. */
function trustedOrigins(baseURL: string): string[] {
  const { origin, protocol, port } = new URL(baseURL);
  const suffix = port === '' ? '' : `:${port}`;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((host) => `${protocol}//${host}${suffix}`);
  return [...new Set([origin, ...loopback])];
}
