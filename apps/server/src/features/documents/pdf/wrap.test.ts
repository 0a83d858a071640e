import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanText, REPLACEMENT, splitRuns } from './runs.ts';
import { firstLine, type Measure, type TextLine, wrapText } from './wrap.ts';

const style = { size: 10, weight: 'regular', color: 'black' } as const;
/** Every character is one point wide. */
const count: Measure = (_font, _size, text) => [...text].length;
const textOf = (line: TextLine): string => line.runs.map((run) => run.text).join('');
const wrap = (text: string, width: number): string[] => wrapText(text, style, width, count).map(textOf);

test('breaks between words, at line ends and inside words that fit nowhere', () => {
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
  assert.deepEqual(wrap('a\r\n\r\nb', 9), ['a', '', 'b']);
  assert.deepEqual(wrap('ab 1234567890', 4), ['ab 1', '2345', '6789', '0']);
  assert.deepEqual(wrap('', 4), []);
});

test('breaks between ideographs but not before their punctuation', () => {
  assert.deepEqual(wrap('日本語文章', 3), ['日本語', '文章']);
  assert.deepEqual(wrap('日本語。文章', 3), ['日本', '語。文', '章']);
  assert.deepEqual(wrap('ab 日本語 cd', 5), ['ab 日本', '語 cd']);
});

test('splits text by the fonts that have its letters', () => {
  assert.deepEqual(splitRuns('Ñandú Ω Ж ₿ 株式会社 カナ 發行 발행', 'regular'), [
    { font: 'latin-regular', text: 'Ñandú Ω Ж ₿ ' },
    { font: 'chinese-regular', text: '株式会社' },
    { font: 'latin-regular', text: ' ' },
    { font: 'chinese-regular', text: 'カナ' },
    { font: 'latin-regular', text: ' ' },
    { font: 'chinese-regular', text: '發行' },
    { font: 'latin-regular', text: ' ' },
    { font: 'korean-regular', text: '발행' },
  ]);
});

test('what no font has is replaced once a letter', () => {
  const shown = (text: string): string =>
    splitRuns(cleanText(text), 'bold')
      .map((run) => run.text)
      .join('');
  assert.equal(shown('a\u{1F600}b'), `a${REPLACEMENT}b`);
  assert.equal(shown('\u{1F44D}\u{1F3FD}'), REPLACEMENT);
  assert.equal(shown('\u05D0'), REPLACEMENT);
  assert.equal(shown('x\uD800y'), `x${REPLACEMENT}y`);
});

test('removes what could hide or reorder text, and composes letters', () => {
  assert.equal(cleanText('gnp\u202E.exe\u200F\u0000\u0007\u001B[31m'), 'gnp.exe[31m');
  assert.equal(cleanText('N\u0303\ta\u2028b'), 'Ñ a\nb');
});

test('no line is wider than asked and no letter is lost', () => {
  const letter = fc.constantFrom(...'ab,.-( )日本。、「」カ발행Ñ\u0301\u{1F600}\u202E');
  fc.assert(
    fc.property(
      fc.string({ unit: letter, maxLength: 60 }),
      fc.integer({ min: 2, max: 20 }),
      (text, width) => {
        const lines = wrapText(text, style, width, count);
        for (const line of lines) assert.ok(line.width <= width, `"${textOf(line)}" is wider than ${width}`);
        const bare = (value: string): string => value.replaceAll(' ', '');
        const whole = splitRuns(cleanText(text), 'regular').map((run) => run.text);
        assert.equal(bare(lines.map(textOf).join('')), bare(whole.join('')));
      },
    ),
  );
});

test('one line ends in an ellipsis when there is more', () => {
  assert.equal(textOf(firstLine('short', style, 10, count)), 'short');
  assert.equal(textOf(firstLine('longer than this', style, 10, count)), 'longer…');
  assert.equal(textOf(firstLine('x'.repeat(20), style, 10, count)), `${'x'.repeat(9)}…`);
});
