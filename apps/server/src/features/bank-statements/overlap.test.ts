import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays } from '@crypto-erp/ledger/dates';
import fc from 'fast-check';
import { contradiction, type Span } from './contradiction.ts';
import { fingerprints } from './fingerprint.ts';
import { type ParsedLine, plain, units } from './parsed.ts';

const LINE: ParsedLine = {
  date: '2026-03-01',
  valueDate: null,
  amount: '1',
  reversal: false,
  bankReference: '',
  endToEndId: '',
  reference: '',
  text: '',
  counterpartyName: '',
  counterpartyIban: '',
};

/** What really moved on an account: few days, amounts and texts, so that many are alike. */
const moved = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 6 }),
    amount: fc.constantFrom('1', '-1', '2'),
    text: fc.constantFrom('a', 'b'),
    bankReference: fc.constantFrom('', '', 'R'),
  }),
  { maxLength: 20 },
);
const days = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
const dayOf = (day: number): string => addDays('2026-03-01', day);

/** The statement of whole days `from` to `to` of an account that held nothing at first. */
function spanOf(all: readonly ParsedLine[], [a, b]: [number, number]): Span {
  const [from, to] = [dayOf(Math.min(a, b)), dayOf(Math.max(a, b))];
  const lines = all.filter(({ date }) => from <= date && date <= to);
  const told = fingerprints(lines);
  const opening = all.filter(({ date }) => date < from).reduce((sum, { amount }) => sum + units(amount), 0n);
  return {
    from,
    to,
    opening,
    lines: lines.map(({ date, amount }, i) => ({ date, amount: units(amount), fingerprint: told[i] ?? '' })),
  };
}

const linesOf = (rows: readonly { day: number; amount: string; text: string; bankReference: string }[]) =>
  rows
    .map(({ day, ...line }) => ({ ...LINE, ...line, date: dayOf(day) }))
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));

test('every movement is told apart in one file, and known again in any other of the same days', () => {
  fc.assert(
    fc.property(moved, days, days, (rows, one, other) => {
      const all = linesOf(rows);
      const [first, second] = [spanOf(all, one), spanOf(all, other)];
      const union = new Map([...first.lines, ...second.lines].map((line) => [line.fingerprint, line]));
      const covered = all.filter(({ date }) =>
        [first, second].some(({ from, to }) => from <= date && date <= to),
      );
      assert.equal(union.size, covered.length);
      assert.equal(contradiction(first, second), null);
      assert.equal(contradiction(second, first), null);
    }),
  );
});

test('a second telling of the same days in other words is a contradiction, wherever something moved', () => {
  fc.assert(
    fc.property(moved, days, (rows, both) => {
      const all = linesOf(rows);
      const first = spanOf(all, both);
      const second = spanOf(
        all.map((line) => ({ ...line, bankReference: '', text: `CSV ${line.text}` })),
        both,
      );
      const sum = first.lines.reduce((total, { amount }) => total + amount, 0n);
      const inside = first.lines.some(({ date }) => first.from < date && date < first.to);
      const onFirstDay = first.lines.filter(({ date }) => date === first.from);
      const moves = onFirstDay.reduce((total, { amount }) => total + amount, 0n) !== 0n;
      if (inside || moves) assert.notEqual(contradiction(first, second), null, plain(sum));
    }),
  );
});

test('two parts of one day go together in the order in which the bank cut them', () => {
  const part = (opening: bigint, fingerprint: string): Span => ({
    from: '2026-03-01',
    to: '2026-03-01',
    opening,
    lines: [{ fingerprint, date: '2026-03-01', amount: 5n }],
  });
  assert.equal(contradiction(part(0n, 'a'), part(5n, 'b')), null);
  assert.equal(contradiction(part(5n, 'b'), part(0n, 'a')), null);
  assert.match(contradiction(part(0n, 'a'), part(6n, 'b')) ?? '', /balances differ/);
});
