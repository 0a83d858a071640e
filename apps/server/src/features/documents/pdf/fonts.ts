import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The fonts' writing systems, in the order in which a character is looked for. */
export const SCRIPTS = ['latin', 'chinese', 'korean'] as const;
export type Weight = 'regular' | 'bold';
export type FontName = `${(typeof SCRIPTS)[number]}-${Weight}`;

// `latin` also holds Greek, Cyrillic and currency signs; `chinese` also holds kana and many traditional ideographs;
// `korean` holds Hangul.
const FILES: Record<FontName, { owner: string; file: string }> = {
  'latin-regular': { owner: '@embedpdf/fonts-latin', file: 'NotoSans-Regular.ttf' },
  'latin-bold': { owner: '@embedpdf/fonts-latin', file: 'NotoSans-Bold.ttf' },
  'chinese-regular': { owner: '@embedpdf/fonts-sc', file: 'NotoSansHans-Regular.otf' },
  'chinese-bold': { owner: '@embedpdf/fonts-sc', file: 'NotoSansHans-Bold.otf' },
  'korean-regular': { owner: '@embedpdf/fonts-kr', file: 'NotoSansKR-Regular.otf' },
  'korean-bold': { owner: '@embedpdf/fonts-kr', file: 'NotoSansKR-Bold.otf' },
};

/** What a parsed font of fontkit's is to us. `_glyphs` is its memory of the glyphs it has handed out. */
interface ParsedFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
  _glyphs: Record<number, unknown>;
}

const require = createRequire(import.meta.url);
// The font parser that pdfkit itself uses: a font that it parsed can be given to pdfkit.
const { create } = createRequire(require.resolve('pdfkit'))('fontkit') as {
  create(data: Uint8Array): ParsedFont;
};

// Parsed once per thread: the tables for kerning alone take 60 ms to read, more than all else in a short invoice.
const parsed = new Map<FontName, ParsedFont>();

function parse(font: FontName): ParsedFont {
  let found = parsed.get(font);
  if (found === undefined) {
    const { owner, file } = FILES[font];
    // The packages export only their index, which lies in a folder beside the fonts.
    found = create(readFileSync(join(dirname(require.resolve(owner)), '..', 'fonts', file)));
    parsed.set(font, found);
  }
  return found;
}

/** Whether a font can draw a character. */
export function covers(font: FontName, codePoint: number): boolean {
  return parse(font).hasGlyphForCodePoint(codePoint);
}

/**
 * Makes a font known to a document under its name. The document must be written to its end before another one
 * registers the font: a glyph remembers for which of several characters it was first drawn (a space or a no-break
 * space), so that memory is emptied here, and the bytes of a PDF do not depend on earlier ones.
 */
export function registerFont(pdf: PDFKit.PDFDocument, font: FontName): void {
  const source = parse(font);
  source._glyphs = {};
  // pdfkit takes a parsed font as well as a file's bytes, which its types do not say.
  pdf.registerFont(font, source as unknown as Uint8Array);
}
