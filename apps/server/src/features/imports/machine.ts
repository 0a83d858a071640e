import type { ImportError } from '@crypto-erp/contract/imports';
import type { TSchema } from 'typebox';
import type { Trx } from '../../db/database.ts';
import { problemOf } from '../../http/problems.ts';
import { type BodyCheck, bodyCheck } from '../../http/validation.ts';
import { type Format, MakingRefused } from './format.ts';
import type { FileRecord } from './records.ts';

export interface Sum {
  asset: string;
  amount: string;
}

/** Checks and makes records of one kind of file, whatever they are made ready as. */
export interface Machine extends Pick<Format<unknown>, 'columns' | 'together' | 'reference' | 'subjectKind'> {
  /** Notes in each record what is wrong with it; answers what the good ones add to the sums. Writes nothing. */
  check(trx: Trx, records: readonly FileRecord[]): Promise<Sum[]>;
  /** Makes what the records say and answers its ids. Throws {@link RecordRefused}: nothing of the batch may stay then. */
  make(trx: Trx, records: readonly FileRecord[]): Promise<string[]>;
}

/** A record that passed the dry run is refused all the same: the books changed meanwhile. */
export class RecordRefused extends Error {
  readonly problem: ImportError;

  constructor(problem: ImportError) {
    super(problem.message);
    this.name = 'RecordRefused';
    this.problem = problem;
  }
}

export function machine<T>(format: Format<T>): Machine {
  const { columns, together, reference, subjectKind } = format;
  const check = checkOf(format.schema);

  /** The record made ready; undefined when something is wrong with it, which is noted in it. */
  async function readyOf(trx: Trx, record: FileRecord): Promise<T | undefined> {
    if (record.problems.length > 0) return undefined;
    record.checkCells();
    const body = await format.read(trx, record);
    for (const error of check(body)) record.fieldProblem(error, { invalid: true });
    if (record.problems.length > 0) return undefined;
    try {
      return await format.prepare(trx, body as never);
    } catch (error) {
      const { status, code, detail, errors } = problemOf(error);
      if (status >= 500) throw error;
      for (const one of errors ?? [{ path: '', code, message: detail }]) record.fieldProblem(one);
      return undefined;
    }
  }

  return {
    columns,
    together,
    reference,
    subjectKind,
    async check(trx, records) {
      const good: { record: FileRecord; ready: T }[] = [];
      for (const record of records) {
        const ready = await readyOf(trx, record);
        if (ready !== undefined) good.push({ record, ready });
      }
      const refusals = await format.judge(
        trx,
        good.map(({ ready }) => ready),
      );
      for (const [i, refusal] of refusals.entries()) {
        if (refusal !== null) good[i]?.record.fieldProblem(refusal);
      }
      return good.flatMap(({ ready }) => format.sum(ready) ?? []);
    },
    async make(trx, records) {
      const all: T[] = [];
      for (const record of records) {
        const ready = await readyOf(trx, record);
        if (ready === undefined) throw refusedBy(record);
        all.push(ready);
      }
      try {
        return await format.make(trx, all);
      } catch (error) {
        const record = error instanceof MakingRefused ? records[error.place] : undefined;
        if (!(error instanceof MakingRefused) || record === undefined) throw error;
        record.fieldProblem(error.refusal);
        throw refusedBy(record);
      }
    },
  };
}

function refusedBy({ problems, line }: FileRecord): RecordRefused {
  return new RecordRefused(
    problems[0] ?? { line, column: null, code: 'internal_error', message: 'This is a defect.' },
  );
}

const checks = new Map<TSchema, BodyCheck>();

/** Compiled once for each schema. */
function checkOf(schema: TSchema): BodyCheck {
  const found = checks.get(schema) ?? bodyCheck(schema);
  checks.set(schema, found);
  return found;
}
