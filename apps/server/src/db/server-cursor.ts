import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';

/**
 * The rows of a query, `most` at a time, by a cursor of the server: however many there are, no more are held. All of them
 * are as of the first. The query takes no parameters: its values are literals. One at a time in a transaction.
 */
export async function* rowsInParts<Row>(
  trx: Trx,
  query: RawBuilder<Row>,
  most: number,
): AsyncGenerator<Row[]> {
  await sql`DECLARE rows_in_parts NO SCROLL CURSOR FOR ${query}`.execute(trx);
  for (;;) {
    const { rows } = await sql<Row>`FETCH ${sql.lit(most)} FROM rows_in_parts`.execute(trx);
    if (rows.length > 0) yield rows;
    if (rows.length < most) break;
  }
  await sql`CLOSE rows_in_parts`.execute(trx);
}
