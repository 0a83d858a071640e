/**
 * Whether `text` holds a document's number as a word of its own, however its parts are divided: `INV-2026-00042` is in
 * "Rechnung INV 2026/00042", and not in "INV-2026-000421". A number of fewer than 4 signs, or without a digit, is in no
 * text: it would be found in many.
 */
export function namesNumber(text: string, number: string): boolean {
  const signs = number.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (signs.length < 4 || !/\d/.test(signs)) return false;
  const pattern = [...signs].join('[^\\p{L}\\p{N}]*');
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'u').test(text.toUpperCase());
}

/** What stands in names of companies and tells none from another. */
const COMMON = new Set(
  'AG AND BV CO CORP COMPANY DE DER DIE GMBH HOLDING INC INTERNATIONAL KG LLC LLP LTD LIMITED MBH NV OG OHG PLC SA SARL SAS SE SL SLU SPA SRL THE UG UND'.split(
    ' ',
  ),
);

/**
 * Whether two names are likely the same company's or person's: every telling word of the shorter one is in the other,
 * without accents and legal forms.
 */
export function similarNames(one: string, other: string): boolean {
  const [fewer, more] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.size - b.size);
  if (fewer === undefined || more === undefined || fewer.size === 0) return false;
  const words = [...fewer];
  return words.every((word) => more.has(word)) && words.some((word) => word.length >= 3);
}

function wordsOf(name: string): Set<string> {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().replaceAll('.', '');
  return new Set(plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !COMMON.has(word)));
}
