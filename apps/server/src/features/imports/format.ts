import type { FieldError } from '@crypto-erp/contract/problem';
import type { TSchema } from 'typebox';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import type { Column, Together } from './column.ts';
import type { FileRecord } from './records.ts';
import type { References } from './references.ts';

/** What a job works with. */
export interface Work {
  context: Context;
  assets: AssetCatalogue;
  references: References;
}

/**
 * How one kind of file is read, checked and made. An instance serves one job: it may remember the records before. `T` is
 * a record made ready.
 */
export interface Format<T> {
  columns: readonly Column[];
  together: Together;
  /** How the file calls a record. */
  reference: string;
  /** What the records become. */
  subjectKind: 'contact' | 'account' | 'entry' | 'invoice' | 'bill';
  schema: TSchema;
  /** The record as a body of the API. What refers to nothing it tells to the record's `problem`. */
  read(trx: Trx, record: FileRecord): Promise<unknown>;
  /** Checks a body that fits the schema as the API does. Writes nothing. Throws what refuses it. */
  prepare(trx: Trx, body: never): Promise<T>;
  /** What refuses one of `ready` when it is made: one answer each. Writes nothing. */
  judge(trx: Trx, ready: readonly T[]): Promise<(FieldError | null)[]>;
  /** Makes them and answers their ids. Throws {@link MakingRefused}. */
  make(trx: Trx, ready: readonly T[]): Promise<string[]>;
  /** What a record adds to the sums. */
  sum(ready: T): { asset: string; amount: string } | null;
}

/** One of the records could not be made: by its place, and why. */
export class MakingRefused extends Error {
  readonly place: number;
  readonly refusal: FieldError;

  constructor(place: number, refusal: FieldError) {
    super(refusal.message);
    this.name = 'MakingRefused';
    this.place = place;
    this.refusal = refusal;
  }
}
