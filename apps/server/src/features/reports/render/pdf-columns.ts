import { INK } from '../../documents/pdf/pages.ts';
import type { TextStyle } from '../../documents/pdf/wrap.ts';
import type { TableColumn } from '../table.ts';

/** Where a column stands, in points. */
export interface Place {
  x: number;
  width: number;
  kind: TableColumn['kind'];
}

const GAP = 8;
const LARGEST = 8.5;
const SMALLEST = 5;
/** What a column of free text gets at least. */
const LEAST_TEXT = 110;

/**
 * Size and columns of a table: figures and codes get what their longest text needs, texts share the rest. A table that is
 * too wide is set smaller; at the smallest size, its columns share the page, and what is too long wraps.
 */
export function fitColumns(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  page: { left: number; right: number },
  measure: (text: string, style: TextStyle) => number,
): { size: number; places: Place[] } {
  const room = page.right - page.left - GAP * (columns.length - 1);
  const longest = columns.map(({ heading }, i) => ({ heading, text: longestOf(rows, i) }));
  const texts = columns.filter(({ kind }) => kind === 'text').length;
  const needs = (size: number) =>
    longest.map(({ heading, text }, i) => {
      if (columns[i]?.kind === 'text') return 0;
      // Totals are set bold. A little more than measured, so that rounding never wraps a figure.
      const style: TextStyle = { size, weight: 'bold', color: INK };
      return Math.max(measure(heading, style), measure(text, style)) + 0.5;
    });
  let size = LARGEST;
  let widths = needs(size);
  while (sum(widths) + texts * LEAST_TEXT > room && size > SMALLEST) {
    size -= 0.5;
    widths = needs(size);
  }
  const most = room - texts * LEAST_TEXT;
  const scale = Math.min(1, most / sum(widths));
  const left = room - scale * sum(widths);
  let x = page.left;
  const places = columns.map(({ kind }, i): Place => {
    const width = kind === 'text' ? left / texts : scale * (widths[i] ?? 0);
    const place = { x, width, kind };
    x += width + GAP;
    return place;
  });
  return { size, places };
}

/** The text of most characters: figures, of which most columns consist, are as wide as they are long. */
function longestOf(rows: readonly (readonly string[])[], column: number): string {
  return rows.reduce((longest, row) => {
    const text = row[column] ?? '';
    return text.length > longest.length ? text : longest;
  }, '');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
