import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { MigrationError } from '../db/migrate.ts';
import { type Env, EnvError, readEnv } from '../env.ts';
import { DomainError } from '../errors.ts';
import { importEcb } from '../features/prices/import-ecb.ts';
import { migrateAll } from '../migrate-all.ts';
import { StartError } from '../start-error.ts';
import { COMPANIES_USAGE, companiesCommand } from './companies.ts';
import { withDatabase } from './database.ts';
import { showExchangeFile } from './exchange-file.ts';
import { LOTS_USAGE, lotsArguments, lotsCommand } from './lots.ts';
import { playYear } from './play/year.ts';
import { smoke } from './smoke.ts';
import { runVerify } from './verify.ts';

const USAGE = `erp COMMAND

  verify [--company ID]        recompute every invariant of the books; exit 1 when one is broken
${COMPANIES_USAGE}
${LOTS_USAGE}
  prices import ecb FILE       import the European Central Bank's history of rates (eurofxref-hist.csv)
  exchange-file FILE           print what an exchange's CSV file says, and what of it is refused; no database
  exchange-account EXCHANGE [CURSOR]
                               print what an account says; the key and its secret come on the standard input
  migrate                      bring the database to this version
  smoke                        the first hour on a fresh database that is thrown away afterwards
  bench lots                   events a second of the engine of lots, and its memory; no database
  play year [--seed N]         a year of a company of twenty, on a fresh database that is thrown away afterwards

The database is DATABASE_URL, else the embedded one in DATA_FOLDER (.data), running or not.`;

/** What a command answers: the exit code. */
type Command = (args: string[], env: () => Env) => Promise<number>;

const COMMANDS: Record<string, Command> = {
  async verify(args, env) {
    const [flag, id, ...rest] = args;
    if ((flag !== undefined && flag !== '--company') || (flag !== undefined && !id) || rest.length > 0)
      return usage();
    return withDatabase(env(), async (db) => {
      const all = await allCompanies(db);
      if (id !== undefined && !all.includes(id))
        throw new DomainError('not_found', `There is no company ${id}.`);
      const companyIds = id === undefined ? all : [id];
      const held = await runVerify({ db, companyIds, log: (line) => console.log(line) });
      return held ? 0 : 1;
    });
  },

  async companies(args, env) {
    const work = companiesCommand(args);
    if (work === null) return usage();
    return withDatabase(env(), async (db) => {
      await work({ db, log: (line) => console.log(line) });
      return 0;
    });
  },

  async prices(args, env) {
    const [verb, source, file, ...rest] = args;
    if (verb !== 'import' || source !== 'ecb' || file === undefined || rest.length > 0) return usage();
    return withDatabase(env(), async (db) => {
      const { days, assets, rates, inserted, updated } = await importEcb(db, file);
      console.log(
        `${days} days, ${assets} currencies, ${rates} rates: ${inserted} new, ${updated} corrected`,
      );
      return 0;
    });
  },

  async 'exchange-file'(args) {
    const [file, ...rest] = args;
    if (file === undefined || rest.length > 0) return usage();
    const clean = await showExchangeFile(
      file,
      (line) => console.log(line),
      (line) => console.error(line),
    );
    return clean ? 0 : 1;
  },

  async lots(args) {
    const found = lotsArguments(args);
    if (found === null) return usage();
    await lotsCommand(found.file, found.options);
    return 0;
  },

  async 'exchange-account'(args) {
    const [exchange, cursor, ...rest] = args;
    const known = exchange !== undefined && (cursor === undefined || /^[0-9]{1,20}$/.test(cursor));
    if (!known || rest.length > 0) return usage();
    const { showExchangeAccount } = await import('./exchange-account.ts');
    const done = await showExchangeAccount(
      { exchange, cursor: cursor ?? null, input: await text(process.stdin) },
      (line) => console.log(line),
      (line) => console.error(line),
    );
    return done ? 0 : 1;
  },

  async migrate(args, env) {
    if (args.length > 0) return usage();
    return withDatabase(env(), async (_db, ownerUrl) => {
      await migrateAll(ownerUrl);
      console.log('The database is of this version.');
      return 0;
    });
  },

  async smoke(args) {
    if (args.length > 0) return usage();
    await smoke((line) => console.log(line));
    return 0;
  },

  async bench(args) {
    if (args.length !== 1 || args[0] !== 'lots') return usage();
    const { benchLots } = await import('../../../../bench/lots.ts');
    benchLots((line) => console.log(line));
    return 0;
  },

  async play(args) {
    const [what, flag, seed = '1', ...rest] = args;
    const known = what === 'year' && (flag === undefined || flag === '--seed') && /^[0-9]{1,9}$/.test(seed);
    if (!known || rest.length > 0) return usage();
    await playYear(Number(seed), (line) => console.log(line));
    return 0;
  },
};

function usage(): number {
  console.error(USAGE);
  return 2;
}

async function allCompanies(db: Database): Promise<string[]> {
  const { rows } = await db.inControl((trx) =>
    sql<{ id: string }>`SELECT id FROM control.companies ORDER BY id`.execute(trx),
  );
  return rows.map((row) => row.id);
}

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : usage;
try {
  process.exitCode = (await command?.(args, () => readEnv(process.env, []))) ?? 2;
} catch (error) {
  const known = [StartError, EnvError, DomainError, MigrationError].some((type) => error instanceof type);
  console.error(known ? (error as Error).message : error);
  process.exitCode = 1;
}
