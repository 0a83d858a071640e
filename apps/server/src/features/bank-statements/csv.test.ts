import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CsvMapping } from '@crypto-erp/contract/bank-accounts';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { DomainError } from '../../errors.ts';
import { MAPPING } from '../../testing/bank.ts';
import { refused } from '../../testing/books.ts';
import { parseCsv, previewCsv } from './csv.ts';
import { readAmount, readDate } from './csv-values.ts';
import { units } from './parsed.ts';

const parse = (file: string | Uint8Array, change: Partial<CsvMapping> = {}) =>
  parseCsv(typeof file === 'string' ? Buffer.from(file) : file, { ...MAPPING, ...change });
const short = (file: string | Uint8Array, change: Partial<CsvMapping> = {}) =>
  parse(file, change).lines.map(({ date, amount, text }) => `${date} ${amount} ${text}`);
const ROWS = 'Date,Amount,Text\n2026-03-02,10.50,Müller €\n';
const READ = ['2026-03-02 10.50 Müller €'];

describe('the encoding', () => {
  test('is UTF-8, UTF-16 or Windows-1252, with or without a mark', () => {
    const big = (bytes: Buffer) => Buffer.from(bytes).swap16();
    const windows = Buffer.from(ROWS.replace('€', '\x80'), 'latin1');
    for (const file of [
      Buffer.from(ROWS),
      Buffer.from(`\ufeff${ROWS}`),
      Buffer.from(`\ufeff${ROWS}`, 'utf16le'),
      Buffer.from(ROWS, 'utf16le'),
      big(Buffer.from(`\ufeff${ROWS}`, 'utf16le')),
      big(Buffer.from(ROWS, 'utf16le')),
      windows,
    ]) {
      assert.deepEqual(short(file), READ, file.subarray(0, 6).toString('hex'));
    }
  });

  test('of another kind is refused, and so are bytes that are no text', () => {
    const shiftJis = Buffer.from([
      ...Buffer.from('Date,Amount,Text\n2026-03-02,1,'),
      0x83,
      0x65,
      0x83,
      0x58,
      0x81,
      0x5b,
      0x0a,
    ]);
    const cut = Buffer.concat([Buffer.from(`\ufeff${ROWS}`, 'utf16le'), Buffer.from([0x41])]);
    const broken = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(ROWS, 'latin1')]);
    const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]);
    for (const file of [shiftJis, cut, broken, zip, Buffer.from('a,b\n\0,1\n')]) {
      assert.throws(() => parse(file), refused('unsupported_encoding'), file.toString('hex'));
    }
  });
});

describe('the columns', () => {
  test('are divided by any of four signs, with quotes, lines above and line breaks within', () => {
    assert.deepEqual(
      short(ROWS.replaceAll(',', ';').replaceAll('.', ',').replaceAll('2026,', '2026.'), {
        decimalSeparator: ',',
      }),
      READ,
    );
    assert.deepEqual(short(ROWS.replaceAll(',', '\t')), READ);
    assert.deepEqual(short(ROWS.replaceAll(',', '|')), READ);
    const quoted = 'My bank\r\n\r\nDate;Amount;Text\r\n2026-03-02;1;"a;b ""c""\r\nd"\r\n';
    assert.deepEqual(short(quoted, { skipLines: 2 }), ['2026-03-02 1 a;b "c"\r\nd']);
    assert.throws(() => parse('just text\nand more\n'), refused('csv_delimiter_unknown'));
  });

  test('are found by heading or place, and one that is missing is named', () => {
    const places = { headings: false, date: '#1', amount: '#2', text: ['#3', '#1'] };
    assert.deepEqual(short('2026-03-02,10.50,Müller €\n', places), ['2026-03-02 10.50 Müller € 2026-03-02']);
    assert.throws(() => parse(ROWS, { text: ['Texts'] }), refused('csv_column_missing'));
    assert.throws(() => parse(ROWS, { text: ['Texts'] }), /Texts.*Date, Amount, Text/);
    assert.throws(() => parse(ROWS, { ...places, amount: '#4' }), refused('csv_column_missing'));
  });

  test('over 200, or of more than 64 KiB, are refused', () => {
    const wide = (count: number) =>
      `Date,Amount,Text${',x'.repeat(count - 3)}\n2026-03-02,1,a${',x'.repeat(count - 3)}\n`;
    assert.equal(parse(wide(200)).lines.length, 1);
    assert.throws(() => parse(wide(201)), refused('csv_too_many_columns'));
    const long = (length: number) => `Date,Amount,Text\n2026-03-02,1,${'x'.repeat(length)}\n`;
    assert.equal(parse(long(65_536)).lines.length, 1);
    for (const length of [65_537, 1_000_000])
      assert.throws(() => parse(long(length)), refused('csv_field_too_long'));
  });

  test('an open quote, no row, and too many rows are refused', () => {
    assert.throws(() => parse('Date,Amount,Text\n2026-03-02,1,"open\n'), refused('invalid_csv'));
    assert.throws(() => parse('Date,Amount,Text\n'), refused('statement_empty'));
    const many = `Date,Amount,Text\n${'2026-03-02,1,a\n'.repeat(20_001)}`;
    assert.throws(() => parse(many), refused('statement_too_large'));
  });
});

describe('the rows', () => {
  test('that are wrong are all named by line and column', () => {
    const file = 'Date,Amount,Text\n2026-03-02,1,a\n2026-02-31,2,b\n2026-03-03,1.2.3,c\n03/04/2026,x,d\n';
    assert.throws(
      () => parse(file),
      (error) => {
        assert.ok(error instanceof DomainError && error.code === 'invalid_csv_row');
        assert.deepEqual(
          error.fields.map(({ path }) => path),
          ['line/3/Date', 'line/4/Amount', 'line/5/Date', 'line/5/Amount'],
        );
        assert.match(error.message, /Line 3, column "Date": "2026-02-31" is no day/);
        return true;
      },
    );
  });

  test('have their amount in one column or in two, either with or without its sign', () => {
    const two = { amount: null, debit: 'Out', credit: 'In' };
    const file =
      'Date,Out,In,Text\n2026-03-02,5.00,,a\n2026-03-02,-6.00,0.00,b\n2026-03-02,,7.00,c\n2026-03-02,0,0,none\n';
    assert.deepEqual(short(file, two), ['2026-03-02 -5.00 a', '2026-03-02 -6.00 b', '2026-03-02 7.00 c']);
    for (const row of ['1,2,x', ',,x', 'a,,x']) {
      assert.throws(
        () => parse(`Date,Out,In,Text\n2026-03-02,${row}\n`, two),
        refused('invalid_csv_row'),
        row,
      );
    }
  });

  test('stand in the order of time, whichever way the file is written, by their balances', () => {
    const cents = fc.array(
      fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).filter((one) => one !== 0n),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(
        cents,
        fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
        fc.boolean(),
        (amounts, opening, newestFirst) => {
          let balance = opening;
          const rows = amounts.map((amount, i) => {
            balance += amount;
            return `2026-03-${String(i + 1).padStart(2, '0')},${formatDecimal(amount, 2)},t,${formatDecimal(balance, 2)}`;
          });
          const file = ['Date,Amount,Text,Balance', ...(newestFirst ? rows.toReversed() : rows)].join('\n');
          const read = parse(file, { balance: 'Balance' });
          assert.deepEqual(
            read.lines.map(({ amount }) => amount),
            amounts.map((one) => formatDecimal(one, 2)),
          );
          const exact = (text: string | null, value: bigint) =>
            assert.equal(units(text ?? ''), value * 10n ** 16n);
          exact(read.opening, opening);
          exact(read.closing, balance);
        },
      ),
    );
  });

  test('whose balances do not add up are refused with line and difference', () => {
    const file = 'Date,Amount,Text,Balance\n2026-03-02,1,a,1\n2026-03-03,1,b,2\n2026-03-04,1,c,4\n';
    assert.throws(() => parse(file, { balance: 'Balance' }), refused('balances_do_not_add_up'));
    assert.throws(() => parse(file, { balance: 'Balance' }), /Line 4: .* a difference of 1[.]/);
  });
});

describe('a value', () => {
  test('of an amount is read exactly, or not at all', () => {
    const comma: [string, string | null][] = [
      ['1.234.567,89', '1234567.89'],
      ['-0,05', '-0.05'],
      ['1 234,50', '1234.50'],
      ['1’234,50', '1234.50'],
      ['1.234,50-', '-1234.50'],
      ['(12,00)', '-12.00'],
      ['+3', '3'],
      ['EUR 3,10', '3.10'],
      ['3,10 €', '3.10'],
      ['007,10', '7.10'],
      ['-0,00', '0.00'],
      ['12.34', null],
      ['1,2,3', null],
      ['1.2345,00', null],
      ['.500,00', null],
      ['--1', null],
      ['-1-', null],
      ['(1', null],
      ['1e3', null],
      ['', null],
      ['-', null],
      [`${'9'.repeat(39)}`, null],
    ];
    for (const [text, read] of comma) assert.equal(readAmount(text, ','), read, text);
    assert.equal(readAmount('1,234.50', '.'), '1234.50');
    assert.equal(readAmount('1,5', '.'), null);
  });

  test('of any amount, written with groups, is read as it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (value) => {
        const plain = formatDecimal(value, 2);
        const [whole = '', cents = ''] = plain.split('.');
        const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '.');
        assert.equal(readAmount(`${grouped},${cents}`, ','), plain);
      }),
    );
  });

  test('of a day is one that exists', () => {
    assert.equal(readDate('1.3.2026', 'DD.MM.YYYY'), '2026-03-01');
    assert.equal(readDate('01.03.26', 'DD.MM.YY'), '2026-03-01');
    assert.equal(readDate('03/01/2026', 'MM/DD/YYYY'), '2026-03-01');
    assert.equal(readDate('20260301', 'YYYYMMDD'), '2026-03-01');
    assert.equal(readDate('2026-03-01T10:11:12', 'YYYY-MM-DD'), '2026-03-01');
    for (const wrong of ['31.02.2026', '2026-03-01', '', '1.13.2026', '01.03.1899']) {
      assert.equal(readDate(wrong, 'DD.MM.YYYY'), null, wrong);
    }
  });
});

test('a preview shows the first rows as they are', () => {
  const file = `Date;Amount;Text\n${'02.03.2026;1,00;a\n'.repeat(50)}`;
  const preview = previewCsv(Buffer.from(file, 'utf16le'));
  assert.deepEqual([preview.encoding, preview.delimiter, preview.rows.length], ['utf-16le', ';', 20]);
  assert.deepEqual(preview.rows[1], ['02.03.2026', '1,00', 'a']);
});
