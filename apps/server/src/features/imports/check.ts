import type { ImportError } from '@crypto-erp/contract/imports';
import { formatDecimal, MAX_DECIMALS, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { sql } from 'kysely';
import { problemOf } from '../../http/problems.ts';
import { FileError } from './csv.ts';
import { EMPTY, type ImportDeps, type ImportJob, type OpenFile, openFile, progressOf } from './job.ts';
import type { Sum } from './machine.ts';
import type { FileRecord } from './records.ts';
import { audit, requireImport } from './service.ts';
import { advance, type Begun, beginCheck, KEPT_ERRORS, lockForBatch, markChecked, release } from './store.ts';

/**
 * The dry run: checks every row of the file as the API would, in transactions that cannot write, and lists what is wrong.
 * Runs anew from the start when it was interrupted; of two at once the one that was overtaken ends.
 */
export async function checkImport(deps: ImportDeps, job: ImportJob): Promise<void> {
  const { db } = deps;
  const { companyId, importId } = job;
  const begun = await db.inCompany(companyId, (trx) => beginCheck(trx, companyId, importId));
  if (begun === null) return;
  const tally = createTally();
  let defect: unknown;
  let lastLine = 0;
  try {
    const file = await openFile(deps, job, begun);
    tally.add(file.problems);
    for await (const batch of file.batches) {
      if (deps.stopping.aborted) {
        await db.inCompany(companyId, (trx) => release(trx, companyId, importId));
        return;
      }
      const sums = await checkBatch(deps, file, batch);
      tally.count(batch, sums);
      const progress = progressOf(batch, lastLine);
      const mine = await db.inCompany(companyId, async (trx) => {
        if (!(await lockForBatch(trx, companyId, importId, 'checking', lastLine))) return false;
        await advance(trx, companyId, importId, progress);
        return true;
      });
      if (!mine) return;
      lastLine = progress.lastLine;
    }
    if (tally.empty()) tally.add([EMPTY]);
  } catch (error) {
    const problem = problemIn(error, lastLine);
    if (problem === null) throw error;
    tally.add([problem]);
    if (!(error instanceof FileError)) defect = error;
  }
  await finish(deps, job, begun, lastLine, tally);
  // Told to the log; the import has ended, so nothing is done again.
  if (defect !== undefined) throw defect;
}

/** Checks a batch in a transaction in which the database refuses every write. */
function checkBatch(
  { db }: ImportDeps,
  { context, machine }: OpenFile,
  batch: readonly FileRecord[],
): Promise<Sum[]> {
  return db.inCompany(context.companyId, async (trx) => {
    await sql`SET TRANSACTION READ ONLY`.execute(trx);
    return machine.check(trx, batch);
  });
}

/** What the list says of an error that ends a job; null for what passes by itself, so that the job is tried again. */
export function problemIn(error: unknown, lastLine: number): ImportError | null {
  if (error instanceof FileError) {
    return { line: error.line, column: null, code: error.code, message: error.message };
  }
  const { code, detail } = problemOf(error);
  return code === 'not_ready' ? null : { line: lastLine + 1, column: null, code, message: detail };
}

async function finish(
  { db }: ImportDeps,
  { companyId, importId }: ImportJob,
  { actor }: Begun,
  lastLine: number,
  tally: ReturnType<typeof createTally>,
): Promise<void> {
  await db.inCompany(companyId, async (trx) => {
    if (!(await lockForBatch(trx, companyId, importId, 'checking', lastLine))) return;
    const before = await requireImport(trx, companyId, importId);
    await markChecked(trx, companyId, importId, tally.result());
    const after = await requireImport(trx, companyId, importId);
    await audit(trx, { companyId, actor }, 'import.checked', before, after);
  });
}

/** Counts what the dry run finds, and keeps the first errors. */
function createTally() {
  const errors: ImportError[] = [];
  const sums = new Map<string, bigint>();
  let [errorCount, rows, records] = [0, 0, 0];
  const add = (problems: readonly ImportError[]) => {
    errorCount += problems.length;
    errors.push(...problems.slice(0, KEPT_ERRORS - errors.length));
  };
  return {
    add,
    empty: () => records === 0 && errorCount === 0,
    count(batch: readonly FileRecord[], added: readonly Sum[]) {
      records += batch.length;
      for (const record of batch) {
        rows += record.rowCount;
        add(record.sortedProblems());
      }
      for (const { asset, amount } of added) {
        sums.set(asset, (sums.get(asset) ?? 0n) + parseDecimal(amount, MAX_DECIMALS));
      }
    },
    result: () => ({
      rows,
      records,
      errorCount,
      errors,
      sums: [...sums].map(([asset, units]) => ({
        asset,
        amount: trimDecimal(formatDecimal(units, MAX_DECIMALS)),
      })),
    }),
  };
}
