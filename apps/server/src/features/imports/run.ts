import type { Trx } from '../../db/database.ts';
import { problemIn } from './check.ts';
import { type ImportDeps, type ImportJob, openFile, progressOf } from './job.ts';
import { type Machine, RecordRefused } from './machine.ts';
import type { FileRecord } from './records.ts';
import { audit, requireImport } from './service.ts';
import {
  advance,
  type Begun,
  beginRun,
  deleteChunks,
  insertRecords,
  lockForBatch,
  markDone,
  markFailed,
  release,
} from './store.ts';

/**
 * Makes what the file says, a batch a transaction. The transaction that makes a batch also notes how far the import is, so
 * a run that was interrupted anywhere goes on with the next batch: nothing is made twice, nothing is left out. Of two at
 * once the one that was overtaken ends. What a record is refused for fails the import, to be run on once it is mended.
 */
export async function runImportJob(deps: ImportDeps, job: ImportJob): Promise<void> {
  const { db } = deps;
  const { companyId, importId } = job;
  const begun = await db.inCompany(companyId, (trx) => beginRun(trx, companyId, importId));
  if (begun === null) return;
  let { lastLine } = begun;
  /** Runs `work` if this job is still the one at it. */
  const ifMine = (work: (trx: Trx) => Promise<void>): Promise<boolean> =>
    db.inCompany(companyId, async (trx) => {
      if (!(await lockForBatch(trx, companyId, importId, 'running', lastLine))) return false;
      await work(trx);
      return true;
    });
  try {
    const { machine, batches } = await openFile(deps, job, begun);
    for await (const batch of batches) {
      if (deps.stopping.aborted) {
        await db.inCompany(companyId, (trx) => release(trx, companyId, importId));
        return;
      }
      const progress = progressOf(batch, lastLine);
      const mine = await ifMine(async (trx) => {
        await makeBatch(trx, job, machine, batch);
        await advance(trx, companyId, importId, progress);
      });
      if (!mine) return;
      lastLine = progress.lastLine;
    }
  } catch (error) {
    const problem = error instanceof RecordRefused ? error.problem : problemIn(error, lastLine);
    if (problem === null) throw error;
    await ifMine((trx) =>
      end(trx, job, begun, 'import.failed', () => markFailed(trx, companyId, importId, problem)),
    );
    if (problem.code === 'internal_error') throw error;
    return;
  }
  await ifMine((trx) =>
    end(trx, job, begun, 'import.done', async () => {
      await markDone(trx, companyId, importId);
      await deleteChunks(trx, companyId, importId);
    }),
  );
}

async function makeBatch(
  trx: Trx,
  { companyId, importId }: ImportJob,
  machine: Machine,
  batch: readonly FileRecord[],
): Promise<void> {
  const ids = await machine.make(trx, batch);
  const made = batch.map(({ line, reference }, i) => ({
    line,
    reference,
    subjectKind: machine.subjectKind,
    subjectId: ids[i],
  }));
  await insertRecords(trx, companyId, importId, made);
}

async function end(
  trx: Trx,
  { companyId, importId }: ImportJob,
  { actor }: Begun,
  action: string,
  mark: () => Promise<void>,
): Promise<void> {
  const before = await requireImport(trx, companyId, importId);
  await mark();
  const after = await requireImport(trx, companyId, importId);
  await audit(trx, { companyId, actor }, action, before, after);
}
