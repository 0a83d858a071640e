import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { grouped } from '../../documents/pdf/amounts.ts';
import { type FontName, registerFont } from '../../documents/pdf/fonts.ts';
import { INK, MUTED, RULE, SHADE } from '../../documents/pdf/pages.ts';
import { firstLine, type TextLine, type TextStyle, wrapText } from '../../documents/pdf/wrap.ts';
import type { ReportTable, TableColumn, TableRow } from '../table.ts';
import { fitColumns, type Place } from './pdf-columns.ts';

type Pdf = InstanceType<typeof PDFDocument>;

/** In points: the margin at the sides and the top, and the room for the foot. */
const MARGIN = 36;
const FOOT = 44;
const LINE_HEIGHT = 1.32;
const PADDING = 2;
const INDENT = 8;
/** A report of more columns than this is set across the long side of the page. */
const MOST_UPRIGHT = 5;

/**
 * Sets a report on A4 pages: its heading, the table with its header on every page, page numbers; amounts stand
 * right-aligned. Equal tables give equal bytes: the file's date is the report's last day. Characters that no font
 * has are printed as U+FFFD. Computes for a second or more: servers use `createReportRenderer`.
 */
export async function pdf(table: ReportTable): Promise<Buffer> {
  const shown = table.columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.csvOnly);
  const document = new PDFDocument({
    size: 'A4',
    layout: shown.length > MOST_UPRIGHT ? 'landscape' : 'portrait',
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: {
      Title: table.title,
      Author: table.company,
      CreationDate: new Date(`${table.date}T00:00:00Z`),
      Creator: 'Crypto-ERP',
      Producer: 'Crypto-ERP',
    },
  });
  const bytes = buffer(document);
  const pen = createPen(document);
  const columns = shown.map(({ column }) => column);
  const textsOf = ({ cells }: TableRow) => shown.map(({ column, i }) => printed(column, cells[i] ?? ''));
  const { size, places } = fitColumns(
    columns,
    table.rows.map(textsOf),
    { left: MARGIN, right: document.page.width - MARGIN },
    pen.measure,
  );
  const style = (weight: TextStyle['weight'], color = INK): TextStyle => ({ size, weight, color });

  pen.line(table.company, { size: 9, weight: 'regular', color: MUTED });
  pen.line(table.title, { size: 16, weight: 'bold', color: INK });
  for (const line of table.about) pen.line(line, { size: 9, weight: 'regular', color: MUTED });
  pen.gap(8);
  const header = () =>
    pen.row(
      places,
      columns.map(({ heading }) => heading),
      style('bold'),
      { shade: true },
    );
  header();
  pen.onNewPage(header);
  for (const row of table.rows) {
    const indent = INDENT * row.depth;
    const at = places.map((place) => (place.kind === 'text' ? indented(place, indent) : place));
    pen.row(at, textsOf(row), style(row.kind === 'account' ? 'regular' : 'bold'), {
      shade: row.kind === 'section',
      rule: row.kind === 'total' || row.kind === 'account',
    });
  }
  pen.finish(`${table.title} · ${table.company}`);
  return bytes;
}

function printed({ kind }: TableColumn, cell: string): string {
  return kind === 'amount' && cell !== '' ? grouped(cell) : cell;
}

function indented(place: Place, indent: number): Place {
  return { ...place, x: place.x + indent, width: place.width - indent };
}

/** Writes lines and rows down the pages of a document, and starts a page when one is full. */
function createPen(document: Pdf) {
  const opened = new Set<FontName>();
  const useFont = (font: FontName, size: number): Pdf => {
    if (!opened.has(font)) {
      registerFont(document, font);
      opened.add(font);
    }
    return document.font(font, size);
  };
  const measureRun = (font: FontName, size: number, text: string): number =>
    useFont(font, size).widthOfString(text);
  const { width, height } = document.page;
  const bottom = height - FOOT;
  let y = MARGIN;
  let header: () => void = () => undefined;

  const draw = (line: TextLine, { size, color }: TextStyle, x: number, baseline: number): void => {
    document.fillColor(color);
    let at = x;
    for (const run of line.runs) {
      useFont(run.font, size).text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
      at += run.width;
    }
  };
  const startPage = (): void => {
    document.addPage();
    y = MARGIN;
    const write = header;
    // The header's own row must not ask for another one.
    header = () => undefined;
    write();
    header = write;
  };

  return {
    measure: (text: string, style: TextStyle): number =>
      firstLine(text, style, Number.POSITIVE_INFINITY, measureRun).width,
    line(text: string, style: TextStyle): void {
      draw(firstLine(text, style, width - 2 * MARGIN, measureRun), style, MARGIN, y + style.size);
      y += style.size * LINE_HEIGHT;
    },
    gap(points: number): void {
      y += points;
    },
    onNewPage(write: () => void): void {
      header = write;
    },
    /** Cells side by side. A row that does not fit moves to the next page whole; one higher than a page is split. */
    row(
      places: readonly Place[],
      texts: readonly string[],
      style: TextStyle,
      { shade = false, rule = false },
    ): void {
      const columns = places.map((place, i) => ({
        place,
        lines: wrapText(texts[i] ?? '', style, place.width, measureRun),
      }));
      const count = Math.max(1, ...columns.map(({ lines }) => lines.length));
      const lineHeight = style.size * LINE_HEIGHT;
      const needed = count * lineHeight + 2 * PADDING;
      if (y + needed > bottom && needed <= bottom - 2 * MARGIN) startPage();
      if (shade) document.rect(MARGIN, y, width - 2 * MARGIN, Math.min(needed, bottom - y)).fill(SHADE);
      y += PADDING;
      for (let i = 0; i < count; i++) {
        if (y + lineHeight > bottom) startPage();
        for (const { place, lines } of columns) {
          const line = lines[i];
          if (line === undefined) continue;
          const x = place.kind === 'amount' ? place.x + place.width - line.width : place.x;
          draw(line, style, x, y + style.size);
        }
        y += lineHeight;
      }
      y += PADDING;
      if (rule)
        document
          .moveTo(MARGIN, y)
          .lineTo(width - MARGIN, y)
          .lineWidth(0.4)
          .stroke(RULE);
    },
    /** Writes the foot of every page and ends the document. */
    finish(foot: string): void {
      const style: TextStyle = { size: 7.5, weight: 'regular', color: MUTED };
      const { count } = document.bufferedPageRange();
      const baseline = height - 24;
      for (let page = 0; page < count; page++) {
        document.switchToPage(page);
        const position = firstLine(`Page ${page + 1} of ${count}`, style, 140, measureRun);
        draw(position, style, width - MARGIN - position.width, baseline);
        draw(
          firstLine(foot, style, width - 2 * MARGIN - position.width - 24, measureRun),
          style,
          MARGIN,
          baseline,
        );
      }
      document.end();
    },
  };
}
