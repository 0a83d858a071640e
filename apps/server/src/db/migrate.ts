import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { APP_ROLE } from './database.ts';

const MIGRATIONS = new URL('./migrations/', import.meta.url);
const FUNCTIONS = new URL('./functions/', import.meta.url);

/** One number for all instances, so that two that start together migrate one after the other. */
const LOCK = 7_261_502_184;

export class MigrationError extends Error {
  readonly code: 'database_newer' | 'migration_edited';

  constructor(code: MigrationError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Brings the database at `ownerUrl` to this version: every migration that it lacks, in order, each in its
 * transaction; then the SQL functions whose text changed. Safe to run at once from many processes.
 * Throws {@link MigrationError} when the database is newer than this code or a landed migration was edited.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await prepare(client);
    await applyMigrations(client);
    await layFunctions(client);
  } finally {
    await client.end();
  }
}

/** The names of this code's migrations. Reads the folder, so who asks often keeps them. */
export function migrationNames(): string[] {
  return readdirSync(MIGRATIONS).filter(isSql).sort();
}

/** Whether the database has exactly the migrations of these names. Throws when it does not answer. */
export async function isMigrated(pool: pg.Pool, names: readonly string[]): Promise<boolean> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM migrations.applied');
  const applied = new Set(rows.map((row) => row.name));
  return applied.size === names.length && names.every((name) => applied.has(name));
}

async function prepare(client: pg.Client): Promise<void> {
  await client.query(`
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN
        CREATE ROLE ${APP_ROLE} NOLOGIN;
      END IF;
      IF current_user <> '${APP_ROLE}' AND NOT pg_has_role(current_user, '${APP_ROLE}', 'MEMBER') THEN
        EXECUTE format('GRANT ${APP_ROLE} TO %I', current_user);
      END IF;
    END $$;
    CREATE SCHEMA IF NOT EXISTS migrations;
    CREATE TABLE IF NOT EXISTS migrations.applied (
      name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE IF NOT EXISTS migrations.functions (
      name text PRIMARY KEY, hash text NOT NULL, laid_at timestamptz NOT NULL DEFAULT now());
    GRANT USAGE ON SCHEMA migrations TO ${APP_ROLE};
    GRANT SELECT ON ALL TABLES IN SCHEMA migrations TO ${APP_ROLE};`);
}

async function applyMigrations(client: pg.Client): Promise<void> {
  const files = await sqlFiles(MIGRATIONS);
  const { rows } = await client.query<{ name: string; hash: string }>(
    'SELECT name, hash FROM migrations.applied',
  );
  const applied = new Map(rows.map((row) => [row.name, row.hash]));

  const unknown = [...applied.keys()].find((name) => !files.some((file) => file.name === name));
  if (unknown !== undefined) {
    throw new MigrationError(
      'database_newer',
      `The database was made by a newer version (it has migration ${unknown}): start that version, or a newer one.`,
    );
  }
  for (const file of files) {
    const before = applied.get(file.name);
    if (before === undefined) {
      await inTransaction(client, file.text, 'migrations.applied', file);
    } else if (before !== file.hash) {
      throw new MigrationError(
        'migration_edited',
        `Migration ${file.name} was edited after it landed: restore it and write a new one.`,
      );
    }
  }
}

/** Lays all functions when one changed: the last file, which grants, must see every one of them. */
async function layFunctions(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; hash: string }>(
    'SELECT name, hash FROM migrations.functions',
  );
  const laid = new Map(rows.map((row) => [row.name, row.hash]));
  const files = await sqlFiles(FUNCTIONS);
  if (files.every((file) => laid.get(file.name) === file.hash)) return;
  // A function may call one that is laid after it.
  await client.query('SET check_function_bodies = off');
  for (const file of files) await inTransaction(client, file.text, 'migrations.functions', file);
}

async function inTransaction(client: pg.Client, text: string, table: string, file: SqlFile): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(
      `INSERT INTO ${table} (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash`,
      [file.name, file.hash],
    );
    await client.query(text);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`${file.name}: ${(error as Error).message}`, { cause: error });
  }
}

interface SqlFile {
  name: string;
  text: string;
  hash: string;
}

const isSql = (name: string) => name.endsWith('.sql');

async function sqlFiles(folder: URL): Promise<SqlFile[]> {
  const names = (await readdir(folder)).filter(isSql).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}
