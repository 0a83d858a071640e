import {
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import type pg from 'pg';
import { isId } from './id.ts';
import { openPool } from './pool.ts';
import { typeParsers } from './types.ts';

declare const running: unique symbol;

/** A running transaction. Stores and read models take it first and hold nothing, so none can write outside it. */
export type Trx = Kysely<unknown> & { readonly [running]: true };

export interface Database {
  readonly pool: pg.Pool;
  /**
   * One transaction that sees exactly these companies. Throws what `work` throws, after a rollback; and an error when
   * `work` went on after a statement failed, because PostgreSQL answers the commit of such a transaction by undoing it.
   */
  inCompany<T>(companyIds: string | readonly string[], work: (trx: Trx) => Promise<T>): Promise<T>;
  /** One transaction that sees no company: users, sessions, memberships, the directory, assets, rates. */
  inControl<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The role every statement of the application runs as. It owns nothing, so row-level security binds it. */
export const APP_ROLE = 'crypto_erp_app';

/** Opens a pool on `url`. `poolSize` is the most connections it holds. */
export function openDatabase(url: string, poolSize: number): Database {
  const pool = openPool({ connectionString: url, max: poolSize, types: typeParsers });
  const kysely = new Kysely<unknown>({ dialect: dialectOn(pool) });

  return {
    pool,
    inCompany: (companyIds, work) => transaction(kysely, prelude([companyIds].flat()), work),
    inControl: (work) => transaction(kysely, prelude([]), work),
    close: () => kysely.destroy(),
  };
}

/**
 * What opens a transaction, in one message to the server. `SET LOCAL` ends with the transaction, so the scope
 * cannot leak to the next client of a pooled connection; it takes no parameter, so each id is checked here.
 */
function prelude(companyIds: readonly string[]): string {
  const wrong = companyIds.find((id) => !isId(id));
  if (wrong !== undefined) throw new TypeError('A company scope holds UUIDs only.');
  return `BEGIN; SET LOCAL ROLE ${APP_ROLE}; SET LOCAL TIME ZONE 'UTC'; SET LOCAL app.company_ids = '{${companyIds.join(',')}}'`;
}

function transaction<T>(
  kysely: Kysely<unknown>,
  opening: string,
  work: (trx: Trx) => Promise<T>,
): Promise<T> {
  return kysely.transaction().execute(async (trx) => {
    await sql.raw(opening).execute(trx);
    return work(trx as unknown as Trx);
  });
}

/** PostgreSQL as Kysely speaks it, with transactions that the opening message begins. */
function dialectOn(pool: pg.Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new TransactionDriver({ pool }),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class TransactionDriver extends PostgresDriver {
  /** Nothing yet: `BEGIN` goes with the scope in one message, which is rolled back when any part of it fails. */
  override async beginTransaction(): Promise<void> {}

  /**
   * A connection whose rollback fails is closed and never used again, and the transaction ends with it: the error
   * that led here is the one that counts.
   */
  override async rollbackTransaction(
    connection: Parameters<PostgresDriver['rollbackTransaction']>[0],
  ): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}
