/**
 * A report as it is printed: made once, and written by every renderer. Equal tables give equal bytes, so nothing in
 * one says when it was made.
 */
export interface ReportTable {
  /** The file's name without its ending: `trial-balance_2026-01-01_2026-03-31`. */
  file: string;
  title: string;
  company: string;
  /** What it covers, one line each: the days, the asset of its amounts, its filters. */
  about: string[];
  /** Its last day, `YYYY-MM-DD`, which files bear as their date. */
  date: string;
  columns: readonly TableColumn[];
  rows: readonly TableRow[];
}

export interface TableColumn {
  /** Its name in a CSV file. */
  key: string;
  heading: string;
  /**
   * `text` takes the room there is and wraps; `code` is short. Both are people's own words, which a spreadsheet must not
   * run. A `label` is ours; an `amount` a plain decimal.
   */
  kind: 'text' | 'code' | 'label' | 'amount';
  /** Left out of what people read. */
  csvOnly?: true;
}

export interface TableRow {
  kind: 'section' | 'heading' | 'account' | 'total';
  /** How far it is indented. */
  depth: number;
  /** One text for each column, empty for none. */
  cells: readonly string[];
}

/** A row that is neither a heading nor a sum. */
export function plainRow(cells: readonly (string | null)[]): TableRow {
  return { kind: 'account', depth: 0, cells: cells.map((cell) => cell ?? '') };
}

/** A row of sums. */
export function sumRow(cells: readonly (string | null)[]): TableRow {
  return { ...plainRow(cells), kind: 'total' };
}
