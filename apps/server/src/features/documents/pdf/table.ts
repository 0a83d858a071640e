import { type Cell, LEFT, type Pages, RIGHT, SHADE } from './pages.ts';
import { BODY, STRONG } from './styles.ts';
import type { TextStyle } from './wrap.ts';

/** A column: its heading and one text a row. */
export interface Column {
  heading: string;
  /** Text takes the room that is left over and wraps; figures take what they need, right-aligned. */
  kind: 'text' | 'figure' | 'label';
  /** One for each row. */
  texts: string[];
}

const INSET = 6;
const GAP = 12;
const SMALLEST = 6.5;
const LEAST_TEXT = 150;

/**
 * Writes a table over the whole width, its heading again on every page. Exactly one column is of kind `text`. When
 * the figures leave it too little room the table is set smaller; when that is not enough, the widest figures wrap.
 */
export function writeTable(pages: Pages, columns: Column[], beforeHeading: () => void = () => {}): void {
  const { size, widths } = fit(pages, columns);
  let x = LEFT + INSET;
  const places = widths.map((width) => {
    const place = { x, width };
    x += width + GAP;
    return place;
  });
  const cells = (texts: string[], style: TextStyle): Cell[] =>
    columns.map(({ kind }, index) => ({
      x: places[index]?.x ?? LEFT,
      width: places[index]?.width ?? 0,
      align: kind === 'figure' ? 'right' : 'left',
      paragraphs: [{ text: texts[index] ?? '', style }],
    }));
  const head = (): void =>
    pages.row(
      cells(
        columns.map((column) => column.heading),
        { ...STRONG, size: size - 0.5 },
      ),
      // A heading never stands alone at the foot of a page.
      { padding: 5, shade: { color: SHADE, x: LEFT }, keep: 30 },
    );
  head();
  pages.repeat(() => {
    beforeHeading();
    head();
  });
  const rows = columns[0]?.texts.length ?? 0;
  for (let row = 0; row < rows; row++) {
    pages.row(
      cells(
        columns.map((column) => column.texts[row] ?? ''),
        { ...BODY, size },
      ),
      { padding: 4, rule: true },
    );
  }
  pages.repeat(beforeHeading);
}

function fit(pages: Pages, columns: Column[]): { size: number; widths: number[] } {
  const room = RIGHT - LEFT - 2 * INSET - GAP * (columns.length - 1);
  let size = BODY.size;
  let needs = needsAt(pages, columns, size);
  while (sum(needs) + LEAST_TEXT > room && size > SMALLEST) {
    size -= 0.5;
    needs = needsAt(pages, columns, size);
  }
  const figures = capped(needs, room - LEAST_TEXT);
  const rest = room - sum(figures);
  return { size, widths: figures.map((width, index) => (columns[index]?.kind === 'text' ? rest : width)) };
}

/** What each column but the text needs at a font size; the text counts as 0. */
function needsAt(pages: Pages, columns: Column[], size: number): number[] {
  return columns.map(({ kind, heading, texts }) => {
    if (kind === 'text') return 0;
    const longest = Math.max(0, ...texts.map((text) => pages.measure(text, { ...BODY, size })));
    // A little more than measured, so that rounding never wraps a figure.
    return Math.max(longest, pages.measure(heading, { ...STRONG, size: size - 0.5 })) + 0.1;
  });
}

/** The widths with the widest cut to one common width, such that all fit into `room`. */
function capped(widths: number[], room: number): number[] {
  const ascending = [...widths].sort((a, b) => a - b);
  let left = room;
  for (const [index, width] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (width > share) return widths.map((one) => Math.min(one, share));
    left -= width;
  }
  return widths;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
