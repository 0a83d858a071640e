import PDFDocument from 'pdfkit';
import { type FontName, registerFont } from './fonts.ts';
import { firstLine, type TextLine, type TextStyle, wrapText } from './wrap.ts';

type Pdf = InstanceType<typeof PDFDocument>;

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89 };
export const LEFT = 48;
export const RIGHT = PAGE.width - LEFT;
const TOP = 48;
const BOTTOM = PAGE.height - 60;
const LINE_HEIGHT = 1.38;

export const INK = '#1b2430';
export const MUTED = '#5c6876';
export const RULE = '#d5dbe3';
export const SHADE = '#eef2f7';

/** A column's place and content in a row. Paragraphs stand below each other, each in its own style. */
export interface Cell {
  x: number;
  width: number;
  align?: 'left' | 'right';
  paragraphs: { text: string; style: TextStyle }[];
}

export interface RowOptions {
  /** Space above and below the text, within the shade. */
  padding?: number;
  /** Room that must be left below the row, so that what follows stays with it. */
  keep?: number;
  /** The shade behind the row, from `x` to `RIGHT`. */
  shade?: { color: string; x: number };
  /** A hairline below the row. */
  rule?: boolean;
}

/** Writes rows down the pages of one document and starts a page when one is full. */
export interface Pages {
  measure(text: string, style: TextStyle): number;
  /** Writes cells side by side. A row moves to the next page whole; one that is higher than a page is split. */
  row(cells: Cell[], options?: RowOptions): void;
  gap(height: number): void;
  /** Draws a code of square modules at the left edge, `size` points wide and high, that leads to `link`. */
  code(modules: readonly boolean[][], size: number, link: string): void;
  /** What every page that starts from now on begins with; null for nothing. */
  repeat(heading: (() => void) | null): void;
  /** Starts a page unless so much room is left. */
  need(height: number): void;
  /** Writes the foot of every page and ends the document. */
  finish(foot: string): void;
}

/** A document's pages. The bytes arrive on `pdf`, a stream. */
export function createPages(info: { Title: string; Author: string; CreationDate: Date }): {
  pdf: Pdf;
  pages: Pages;
} {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: { ...info, Creator: 'Crypto-ERP', Producer: 'Crypto-ERP' },
  });
  // A font is opened when it is first needed: most invoices need one script.
  const opened = new Set<FontName>();
  const useFont = (font: FontName, size: number): Pdf => {
    if (!opened.has(font)) {
      registerFont(pdf, font);
      opened.add(font);
    }
    return pdf.font(font, size);
  };

  let y = TOP;
  let heading: (() => void) | null = null;

  const measureRun = (font: FontName, size: number, text: string): number =>
    useFont(font, size).widthOfString(text);

  const draw = (line: TextLine, { size, color }: TextStyle, x: number, baseline: number): void => {
    let at = x;
    pdf.fillColor(color);
    for (const run of line.runs) {
      useFont(run.font, size).text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
      at += run.width;
    }
  };

  const startPage = (): void => {
    pdf.addPage();
    y = TOP;
    // A heading writes rows itself and must not call for another page.
    const write = heading;
    heading = null;
    write?.();
    heading = write;
  };

  const need = (height: number): void => {
    if (y + height > BOTTOM) startPage();
  };

  const row = (cells: Cell[], options: RowOptions = {}): void => {
    const { padding = 0, keep = 0, shade, rule = false } = options;
    const columns = cells.map((cell) => ({
      cell,
      lines: cell.paragraphs.flatMap(({ text, style }) =>
        wrapText(text, style, cell.width, measureRun).map((line) => ({ line, style })),
      ),
    }));
    const count = Math.max(0, ...columns.map((column) => column.lines.length));
    // Lines of equal index share a baseline, whatever their sizes.
    const sizes = Array.from({ length: count }, (_, index) =>
      Math.max(...columns.map((column) => column.lines[index]?.style.size ?? 0)),
    );
    const height = 2 * padding + sizes.reduce((sum, size) => sum + size * LINE_HEIGHT, 0);
    if (height + keep <= BOTTOM - TOP) need(height + keep);
    if (shade !== undefined) pdf.rect(shade.x, y, RIGHT - shade.x, height).fill(shade.color);
    y += padding;
    sizes.forEach((size, index) => {
      need(size * LINE_HEIGHT);
      for (const { cell, lines } of columns) {
        const found = lines[index];
        if (found === undefined) continue;
        const x = cell.align === 'right' ? cell.x + cell.width - found.line.width : cell.x;
        draw(found.line, found.style, x, y + size * 1.06);
      }
      y += size * LINE_HEIGHT;
    });
    y += padding;
    if (rule) pdf.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(0.5).stroke(RULE);
  };

  const code = (modules: readonly boolean[][], size: number, link: string): void => {
    need(size);
    const side = size / modules.length;
    for (const [i, line] of modules.entries()) {
      for (const [j, dark] of line.entries()) {
        if (dark) pdf.rect(LEFT + j * side, y + i * side, side, side);
      }
    }
    pdf.fill('#000000').link(LEFT, y, size, size, link);
    y += size;
  };

  const finish = (foot: string): void => {
    const style: TextStyle = { size: 7.5, weight: 'regular', color: MUTED };
    const { count } = pdf.bufferedPageRange();
    const baseline = PAGE.height - 34;
    for (let page = 0; page < count; page++) {
      pdf.switchToPage(page);
      pdf
        .moveTo(LEFT, baseline - 14)
        .lineTo(RIGHT, baseline - 14)
        .lineWidth(0.5)
        .stroke(RULE);
      const position = firstLine(`Page ${page + 1} of ${count}`, style, 120, measureRun);
      draw(position, style, RIGHT - position.width, baseline);
      draw(firstLine(foot, style, RIGHT - LEFT - position.width - 24, measureRun), style, LEFT, baseline);
    }
    pdf.end();
  };

  const pages: Pages = {
    measure: (text, style) =>
      Math.max(0, ...wrapText(text, style, Number.POSITIVE_INFINITY, measureRun).map((line) => line.width)),
    row,
    need,
    code,
    finish,
    gap: (height) => {
      y += height;
    },
    repeat: (write) => {
      heading = write;
    },
  };
  return { pdf, pages };
}
