import { createRequire } from 'node:module';
import type { FontName, Weight } from './fonts.ts';
import { cleanText, graphemesOf, splitRuns, type TextRun } from './runs.ts';

const require = createRequire(import.meta.url);
// Line breaking after Unicode Standard Annex 14, from the library that pdfkit itself breaks lines with.
const LineBreaker = createRequire(require.resolve('pdfkit'))('linebreak') as new (
  text: string,
) => { nextBreak(): { position: number } | null };

/** Sizes and widths are in points. */
export interface TextStyle {
  size: number;
  weight: Weight;
  color: string;
}

export interface TextLine {
  runs: (TextRun & { width: number })[];
  width: number;
}

/** The width of text that one font draws. */
export type Measure = (font: FontName, size: number, text: string) => number;

/**
 * Breaks text into lines no wider than `width`: at line ends, else between words and between ideographs, else, in a
 * word that is too long for any line, between letters. A letter wider than `width` stands on its own line. Empty text
 * has no lines.
 */
export function wrapText(text: string, style: TextStyle, width: number, measure: Measure): TextLine[] {
  if (text === '') return [];
  return cleanText(text)
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(paragraph, style, width, measure));
}

/** The first line of text; where there is more of it than fits, it ends in an ellipsis. */
export function firstLine(text: string, style: TextStyle, width: number, measure: Measure): TextLine {
  const oneLine = cleanText(text).replaceAll('\n', ' ');
  const [line, ...rest] = wrapText(oneLine, style, width, measure);
  if (line === undefined) return { runs: [], width: 0 };
  if (rest.length === 0) return line;
  const room = width - setLine('…', style, measure).width;
  const [short] = wrapText(oneLine, style, room, measure);
  return setLine(`${textOf(short)}…`, style, measure);
}

function textOf(line: TextLine | undefined): string {
  return line?.runs.map((run) => run.text).join('') ?? '';
}

function wrapParagraph(paragraph: string, style: TextStyle, width: number, measure: Measure): TextLine[] {
  const widthOf = (text: string): number => setLine(text, style, measure).width;
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const place = (piece: string): void => {
    if (line !== '' && used + widthOf(piece.trimEnd()) > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += piece;
    used += widthOf(piece);
  };
  for (const piece of breakable(paragraph)) {
    if (widthOf(piece.trimEnd()) <= width) place(piece);
    else for (const letter of graphemesOf(piece)) place(letter);
  }
  lines.push(line);
  return lines.map((text) => setLine(text.trimEnd(), style, measure));
}

/** The pieces between which a line may break; spaces stay at the end of the piece before. */
function breakable(text: string): string[] {
  const breaker = new LineBreaker(text);
  const pieces: string[] = [];
  let start = 0;
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    pieces.push(text.slice(start, next.position));
    start = next.position;
  }
  return pieces;
}

function setLine(text: string, { size, weight }: TextStyle, measure: Measure): TextLine {
  const runs = splitRuns(text, weight).map((run) => ({ ...run, width: measure(run.font, size, run.text) }));
  return { runs, width: runs.reduce((sum, run) => sum + run.width, 0) };
}
