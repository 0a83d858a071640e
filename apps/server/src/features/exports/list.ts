import type { RawBuilder } from 'kysely';
import type { TableColumn } from '../reports/table.ts';

/** A row of a list, by its columns. */
export type Row = Record<string, unknown>;

export interface List {
  /** The columns in their order, named as in the API. */
  columns: readonly TableColumn[];
  /** The rows, each column under its name. Without parameters, since a cursor of the server takes none. */
  rows(companyId: string): RawBuilder<Row>;
}

const KINDS: Readonly<Record<string, TableColumn['kind']>> = { '*': 'code', '#': 'amount' };

/** A word is a column: `*` behind it marks what people write freely, `#` an amount. */
export function columns(names: string): List['columns'] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => {
      const key = name.replace(/\W$/, '');
      return { key, heading: key, kind: KINDS[name.slice(key.length)] ?? 'label' };
    });
}
