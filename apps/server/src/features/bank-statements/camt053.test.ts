import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { type CamtContent, camtXml, IBAN } from '../../testing/bank.ts';
import { refused } from '../../testing/books.ts';
import { parseCamt053 } from './camt053.ts';

const EMPTY: CamtContent = { from: '2026-03-01', to: '2026-03-31', opening: '0', closing: '0', entries: [] };
const parse = (xml: string) => parseCamt053(Buffer.from(xml));
const one = (content: Partial<CamtContent>, version?: string) => {
  const [statement] = parse(camtXml([{ ...EMPTY, ...content }], version));
  assert.ok(statement);
  return statement;
};
const lineOf = (entry: Partial<CamtContent['entries'][number]>, version?: string) => {
  const amount = entry.amount ?? '10.00';
  const closing = amount;
  const [line] = one({ closing, entries: [{ date: '2026-03-02', amount, ...entry }] }, version).lines;
  assert.ok(line);
  return line;
};

describe('a camt.053 statement', () => {
  test('gives account, days, balances and every part of a line', () => {
    const statement = one({
      opening: '-5.00',
      closing: '5.00',
      entries: [
        { date: '2026-03-02', amount: '10.00', reference: 'R1', text: 'INV-1', name: 'Ada', iban: IBAN },
      ],
    });
    assert.deepEqual(statement, {
      number: '2026-03-01',
      from: '2026-03-01',
      to: '2026-03-31',
      opening: '-5',
      closing: '5',
      iban: IBAN,
      account: null,
      asset: 'EUR',
      lines: [
        {
          date: '2026-03-02',
          valueDate: '2026-03-02',
          amount: '10',
          reversal: false,
          bankReference: 'R1',
          endToEndId: '',
          reference: '',
          text: 'INV-1',
          counterpartyName: 'Ada',
          counterpartyIban: IBAN,
        },
      ],
    });
  });

  test('of version 8 has the state and the names one level deeper', () => {
    const more = `<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
      <RltdPties><Dbtr><Pty><Nm>Ada</Nm></Pty></Dbtr></RltdPties>
      <RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd><Ustrd>one</Ustrd><Ustrd>two</Ustrd></RmtInf>
      </TxDtls></NtryDtls><AddtlNtryInf>general</AddtlNtryInf>`;
    const line = lineOf({ status: '<Cd>BOOK</Cd>', more }, '08');
    assert.deepEqual(
      [line.counterpartyName, line.reference, line.text, line.endToEndId],
      ['Ada', 'RF18539007547034', 'one two general', ''],
    );
  });

  test('a batch is one line for each of its transactions when they tell all of it, else one', () => {
    const details = (amount: string) =>
      `<TxDtls><Refs><EndToEndId>E${amount}</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls></TxDtls>`;
    const batch = (amounts: string[]) =>
      one({
        closing: '-30.00',
        entries: [
          {
            date: '2026-03-02',
            amount: '-30.00',
            more: `<NtryDtls>${amounts.map(details).join('')}</NtryDtls>`,
          },
        ],
      }).lines.map(({ amount, endToEndId }) => [amount, endToEndId]);
    assert.deepEqual(batch(['10.00', '20.00']), [
      ['-10', 'E10.00'],
      ['-20', 'E20.00'],
    ]);
    assert.deepEqual(batch(['10.00', '19.00']), [['-30', '']]);
  });

  test('a reversal moves what its indicator says, and its counterparty is the other one', () => {
    const more = `<RvslInd>true</RvslInd><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>We</Nm></Dbtr><Cdtr><Nm>They</Nm></Cdtr></RltdPties></TxDtls></NtryDtls>`;
    const line = lineOf({ amount: '10.00', more });
    assert.deepEqual([line.amount, line.reversal, line.counterpartyName], ['10', true, 'They']);
  });

  test('only booked entries count, and several statements stand in one file', () => {
    const pending = { date: '2026-03-02', amount: '99.00', status: 'PDNG' };
    const both = parse(
      camtXml([
        { ...EMPTY, entries: [pending] },
        { ...EMPTY, from: '2026-04-01', to: '2026-04-30' },
      ]),
    );
    assert.deepEqual(
      both.map(({ from, lines }) => [from, lines.length]),
      [
        ['2026-03-01', 0],
        ['2026-04-01', 0],
      ],
    );
  });

  test('whose entries do not lead to its closing balance is refused with the difference', () => {
    const wrong = () =>
      one({ opening: '1.00', closing: '12.00', entries: [{ date: '2026-03-02', amount: '10.00' }] });
    assert.throws(wrong, refused('balances_do_not_add_up'));
    assert.throws(wrong, /a difference of 1[.]/);
  });

  test('of any amounts adds up exactly', () => {
    const cents = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).filter((one) => one !== 0n));
    fc.assert(
      fc.property(cents, fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (amounts, opening) => {
        const sum = amounts.reduce((total, one) => total + one, opening);
        const entries = amounts.map((one) => ({ date: '2026-03-02', amount: formatDecimal(one, 2) }));
        const read = one({ opening: formatDecimal(opening, 2), closing: formatDecimal(sum, 2), entries });
        assert.equal(read.lines.length, amounts.length);
        const off = { opening: formatDecimal(opening, 2), closing: formatDecimal(sum + 1n, 2), entries };
        assert.throws(() => one(off), refused('balances_do_not_add_up'));
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is no such file', () => {
  const file = camtXml([EMPTY]);
  const declared = (doctype: string) => file.replace('<Document', `${doctype}<Document`);

  test('a document type and its entities are refused before anything expands', () => {
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const bomb = declared(`<!DOCTYPE Document [<!ENTITY l0 "lol">${lol}]>`);
    assert.throws(() => parse(bomb.replace('<Id>2026', '<Id>&l9;2026')), refused('xml_doctype'));
    const outside = declared('<!DOCTYPE Document SYSTEM "file:///etc/passwd">');
    assert.throws(() => parse(outside), refused('xml_doctype'));
    assert.throws(() => parse(file.replace('<Id>2026', '<Id>&l9;2026')), refused('invalid_xml'));
  });

  test('too deep, cut off, empty or of another kind is refused with a code', () => {
    const deep = file.replace('<GrpHdr>', `<GrpHdr>${'<a>'.repeat(50)}${'</a>'.repeat(50)}`);
    assert.throws(() => parse(deep), refused('invalid_xml'));
    assert.throws(() => parse(file.slice(0, -20)), refused('invalid_xml'));
    assert.throws(() => parse(''), refused('invalid_xml'));
    assert.throws(() => parse('no xml'), refused('invalid_xml'));
    assert.throws(() => parse(file.replace('camt.053', 'camt.052')), refused('not_camt053'));
    assert.throws(() => parse('<html></html>'), refused('not_camt053'));
    assert.throws(() => parse(camtXml([])), refused('statement_empty'));
  });

  test('what a statement lacks is named with its line', () => {
    const without = (part: RegExp) => () => parse(file.replace(part, ''));
    assert.throws(without(/<IBAN>.*<\/IBAN>/), refused('invalid_statement'));
    assert.throws(without(/<Cd>CLBD<\/Cd>/), refused('invalid_statement'));
    const entry = (amount: string) => camtXml([{ ...EMPTY, entries: [{ date: '2026-02-31', amount }] }]);
    assert.throws(() => parse(entry('1.00')), refused('invalid_statement'));
    assert.throws(() => parse(entry('1e3')), refused('invalid_statement'));
    const stray = camtXml([{ ...EMPTY, closing: '1.00', entries: [{ date: '2026-03-02', amount: '1.00' }] }]);
    const dollars = stray.replace('<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="USD">');
    assert.throws(() => parse(dollars), refused('invalid_statement'));
  });

  test('in another encoding than Unicode or Windows-1252 is refused', () => {
    const named = file.replace('<MsgId>1', '<MsgId>ü');
    assert.equal(parseCamt053(Buffer.from(`\ufeff${named}`, 'utf16le')).length, 1);
    assert.equal(parseCamt053(Buffer.from(named, 'latin1')).length, 1);
    const code850 = Buffer.from(named, 'latin1').map((byte) => (byte === 0xfc ? 0x81 : byte));
    assert.throws(() => parseCamt053(code850), refused('unsupported_encoding'));
  });
});
