import { covers, type FontName, SCRIPTS, type Weight } from './fonts.ts';

/** A piece of text that one font draws. */
export interface TextRun {
  font: FontName;
  text: string;
}

/** Stands where no font has the character, so that a reader sees that something is missing. */
export const REPLACEMENT = '\uFFFD';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The characters as a reader counts them: a letter with its marks is one. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/**
 * Text as it can be printed: line ends become `\n`, tabs spaces. Control characters, direction marks and other
 * invisible format characters go, since they could reorder or hide what is read; half a surrogate pair becomes
 * {@link REPLACEMENT}. Letters are composed with their marks (NFC), which fonts draw better.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, '')
    .normalize('NFC');
}

/**
 * Splits clean text of one line into runs, each of one font. A letter stays with its marks in one font where a font
 * has them all; where none has, its parts are looked for alone and what is missing becomes {@link REPLACEMENT}.
 */
export function splitRuns(text: string, weight: Weight): TextRun[] {
  const runs: TextRun[] = [];
  const add = (font: FontName, piece: string): void => {
    const last = runs.at(-1);
    if (last?.font === font) last.text += piece;
    else runs.push({ font, text: piece });
  };
  for (const grapheme of graphemesOf(text)) {
    const whole = fontOf(grapheme, weight);
    if (whole !== undefined) {
      add(whole, grapheme);
      continue;
    }
    let replaced = false;
    for (const character of grapheme) {
      const font = fontOf(character, weight);
      if (font !== undefined) add(font, character);
      // One replacement a letter is enough: an emoji may have a dozen parts.
      else if (!replaced) {
        add(`latin-${weight}`, REPLACEMENT);
        replaced = true;
      }
    }
  }
  return runs;
}

function fontOf(grapheme: string, weight: Weight): FontName | undefined {
  const codePoints = Array.from(grapheme, (character) => character.codePointAt(0) ?? 0);
  return SCRIPTS.map((script): FontName => `${script}-${weight}`).find((font) =>
    codePoints.every((codePoint) => covers(font, codePoint)),
  );
}
