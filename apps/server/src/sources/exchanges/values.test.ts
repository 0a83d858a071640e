import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { readInstant, readInstantInWords } from './instant.ts';
import { krakenPair, krakenSymbol } from './kraken-assets.ts';
import { minus, plain, readQuantity } from './quantity.ts';

test('an amount keeps every digit and its decimals as written', () => {
  const read = (text: string) => {
    const quantity = readQuantity(text);
    return quantity && formatDecimal(quantity.units, quantity.decimals);
  };
  assert.equal(read('0.0500000000'), '0.0500000000');
  assert.equal(read('-1,234,567.891'), '-1234567.891');
  assert.equal(read('$29.24'), '29.24');
  assert.equal(read('-€0.10'), '-0.10');
  assert.equal(read('CA$5'), '5');
  assert.equal(read('.5'), '0.5');
  assert.equal(read('1E-8'), '0.00000001');
  assert.equal(read('1.25e+3'), '1250');
  assert.equal(read('0.123456789012345678'), '0.123456789012345678');
  assert.equal(read('0.12345678901234567800000'), '0.123456789012345678');
  const none = [
    '',
    '-',
    '1,23',
    '1,2345',
    '1.2.3',
    'NaN',
    '0x10',
    '1e',
    '=1+1',
    '1 BTC',
    '0.1234567890123456789',
  ];
  for (const text of [...none, '1'.repeat(39), '1E99']) assert.equal(read(text), null, text);
});

test('whatever amount is written comes back', () => {
  const units = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 18 }), units, (a, decimals, b) => {
      assert.deepEqual(readQuantity(formatDecimal(a, decimals)), { units: a, decimals });
      assert.equal(minus({ units: a, decimals }, { units: b, decimals }).units, a - b);
    }),
  );
  assert.equal(plain(minus({ units: 5n, decimals: 0 }, { units: 25n, decimals: 1 })), '2.5');
});

test('an instant is in UTC unless it says otherwise', () => {
  const cases = {
    '2024-03-01 10:00:00': '2024-03-01T10:00:00.000000Z',
    '2024-03-01 10:00:00.1234': '2024-03-01T10:00:00.123400Z',
    '2024-03-01T10:00:00.123456789Z': '2024-03-01T10:00:00.123456Z',
    '2024-03-01 10:00:00 UTC': '2024-03-01T10:00:00.000000Z',
    '2024-03-01T00:30:00+01:00': '2024-02-29T23:30:00.000000Z',
    '2023-12-31 23:30:00 -0100': '2024-01-01T00:30:00.000000Z',
    '2024-03-01 10:00': '2024-03-01T10:00:00.000000Z',
  };
  for (const [written, instant] of Object.entries(cases)) assert.equal(readInstant(written), instant);
  for (const none of [
    '2024-02-30 10:00:00',
    '2024-03-01',
    '2024-03-01 25:00:00',
    '01/03/2024 10:00',
    '24-03-01 10:00:00',
  ]) {
    assert.equal(readInstant(none), null, none);
  }
  assert.equal(readInstantInWords('Jan. 05, 2021, 12:07 AM'), '2021-01-05T00:07:00.000000Z');
  assert.equal(readInstantInWords('Sept. 30, 2020, 12:07 PM'), '2020-09-30T12:07:00.000000Z');
  assert.equal(readInstantInWords('March 1, 2020, 11:59 PM'), '2020-03-01T23:59:00.000000Z');
  for (const none of ['Jan. 32, 2021, 10:00 AM', 'Foo. 05, 2021, 10:00 AM', 'Jan. 05, 2021, 13:00 PM']) {
    assert.equal(readInstantInWords(none), null, none);
  }
});

test("Kraken's names of assets are brought to the usual ones", () => {
  const names = {
    XXBT: 'BTC',
    XBT: 'BTC',
    'XBT.M': 'BTC',
    XETH: 'ETH',
    'ETH2.S': 'ETH',
    ZEUR: 'EUR',
    'EUR.HOLD': 'EUR',
    XXDG: 'DOGE',
    'DOT.S': 'DOT',
    'DOT28.S': 'DOT',
    'USDC.F': 'USDC',
    XTZ: 'XTZ',
    ZRX: 'ZRX',
    '1INCH': '1INCH',
    'X.Y': 'X.Y',
  };
  for (const [name, symbol] of Object.entries(names)) assert.equal(krakenSymbol(name), symbol, name);
  const pairs = {
    XXBTZEUR: 'BTC EUR',
    XBTEUR: 'BTC EUR',
    'XBT/USDT': 'BTC USDT',
    XTZEUR: 'XTZ EUR',
    XETHXXBT: 'ETH BTC',
    ETHPYUSD: 'ETH PYUSD',
    DOTXBT: 'DOT BTC',
    EURUSD: 'EUR USD',
  };
  for (const [name, symbols] of Object.entries(pairs)) {
    const pair = krakenPair(name);
    assert.equal(`${pair?.base} ${pair?.quote}`, symbols, name);
  }
  for (const none of ['EUR', 'XBTFOO', '/EUR']) assert.equal(krakenPair(none), null, none);
});
