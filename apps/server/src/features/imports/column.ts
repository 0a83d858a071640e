/** A column of a file. Its name in the header is taken in any case, with or without the underscores. */
export interface Column {
  name: string;
  /** The field of the API's body that it fills, as a JSON pointer with `*` for the line; none: it only ties rows together. */
  field?: string;
  required?: true;
  /** The column that is taken when this one is empty. */
  from?: string;
  /** Belongs to the whole record: its rows say the same or nothing. */
  head?: true;
  /** How to write the cell, for the message when it is written otherwise. */
  hint?: string;
}

/**
 * Each row is a record, or the whole file is one, or the rows that say the same in these columns, of which only the first
 * must be said again in each row.
 */
export type Together = 'each-row' | 'whole-file' | readonly string[];

/** How to write amounts, dates and flags. */
export const HINTS = {
  amount: 'Write the amount like -1234.56: a point before the decimals, nothing between the thousands.',
  date: 'Write the date like 2026-03-31.',
  percent: 'Write the percentage like 12.5, from 0 to 100.',
  asset: 'Write the code of an asset in capitals, like EUR.',
  country: 'Write the country in two capitals, like DE.',
  email: 'Write an e-mail address like ann@example.com.',
  flag: 'Write true or false.',
};
