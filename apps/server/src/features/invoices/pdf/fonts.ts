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

const require = createRequire(import.meta.url);
// The font parser that pdfkit itself uses, so that both agree on what a font holds.
const { create } = createRequire(require.resolve('pdfkit'))('fontkit') as {
  create(data: Uint8Array): { hasGlyphForCodePoint(codePoint: number): boolean };
};

const data = new Map<FontName, Buffer>();
const coverage = new Map<FontName, ReturnType<typeof create>>();

/** The bytes of a font file, read once per thread. */
export function fontData(font: FontName): Buffer {
  let found = data.get(font);
  if (found === undefined) {
    const { owner, file } = FILES[font];
    // The packages export only their index, which lies in a folder beside the fonts.
    found = readFileSync(join(dirname(require.resolve(owner)), '..', 'fonts', file));
    data.set(font, found);
  }
  return found;
}

/**
 * Whether a font can draw a character. The parsed fonts are kept for this question only: a document opens its
 * own, because a font that draws remembers what it drew and the bytes of a PDF must not depend on earlier ones.
 */
export function covers(font: FontName, codePoint: number): boolean {
  let parsed = coverage.get(font);
  if (parsed === undefined) {
    parsed = create(fontData(font));
    coverage.set(font, parsed);
  }
  return parsed.hasGlyphForCodePoint(codePoint);
}
