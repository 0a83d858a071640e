import type { Transfer } from '../transfer.ts';
import type { RowReading } from './format.ts';
import { createIdentifier } from './read-file.ts';

/** What one request of a read found, in the order of time. */
export interface AccountStep {
  transfers: Transfer[];
  /** What the user should know of what is not understood or brought no transfer. */
  notices: NonNullable<RowReading['notice']>[];
  /** Where the next read goes on, once what stands here is kept. It may read some of it again, which adds nothing. */
  cursor: string;
}

/** Calls one method of the exchange's interface. Throws `SourceError`. */
export type Call = (method: string, parameters: Record<string, string>) => Promise<unknown>;

export type StepMaker = (readings: readonly RowReading[], cursor: string) => AccountStep;

/** Makes the steps of one read of a source: what was read twice in it is taken once. */
export function stepOf(source: string): StepMaker {
  const identify = createIdentifier(source);
  return (readings, cursor) => {
    const transfers = readings.flatMap((reading) => identify(reading).transfers);
    return { transfers, notices: readings.flatMap(({ notice }) => (notice ? [notice] : [])), cursor };
  };
}
