import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GeneralLedger } from '@crypto-erp/contract/reports';
import { parse } from 'csv-parse/sync';
import { SETTINGS } from '../../testing/api.ts';
import { csv } from './render/csv.ts';
import { generalLedgerTable, statementTable, trialBalanceTable } from './tables.ts';

const LINE: GeneralLedger['items'][number] = {
  entryId: '01890000-0000-7000-8000-000000000000',
  number: 'JE-2026-00001',
  date: '2026-01-02',
  description: 'Rent',
  accountId: '01890000-0000-7000-8000-000000000001',
  code: '1110',
  name: 'Bank',
  asset: 'EUR',
  quantity: '-1.5',
  baseAmount: '-1.50',
  balance: '-1.50',
};
const MORE = { taxNumber: null, address: '', writeOffLimit: '0' };
const COMPANY = { ...SETTINGS, ...MORE, id: LINE.accountId, version: 1, createdAt: '2026-01-01T00:00:00Z' };
const RANGE = { from: '2026-01-01', to: '2026-01-31', baseAsset: 'EUR' };
const ledger = (items: GeneralLedger['items']) =>
  csv(generalLedgerTable({ ...RANGE, items, nextCursor: null }, COMPANY));
const described = (description: string) => parse(ledger([{ ...LINE, description }]));

test('a general ledger has one row a line, with its header, and negative amounts stay numbers', () => {
  assert.equal(
    ledger([LINE]),
    'code,name,date,number,description,asset,quantity,baseAmount,balance\r\n' +
      '1110,Bank,2026-01-02,JE-2026-00001,Rent,EUR,-1.5,-1.50,-1.50\r\n',
  );
});

test('a text that a spreadsheet would run gets an apostrophe; any text comes back whole', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    const text = `${start}HYPERLINK("http://example.com";"a,b")\n`;
    assert.equal(described(text)[1]?.[4], `'${text}`, JSON.stringify(text));
  }
  for (const text of ['a=b', ' =1', 'one\rtwo', 'say "yes", no', 'Grüße 東京', '']) {
    assert.equal(described(text)[1]?.[4], text, JSON.stringify(text));
  }
});

test('a trial balance ends with its totals', () => {
  const amounts = { opening: '0.00', debit: '2.00', credit: '1.00', closing: '1.00' };
  const row = {
    accountId: LINE.accountId,
    code: '1110',
    name: '=Bank',
    type: 'asset' as const,
    drill: 'x',
    ...amounts,
  };
  const report = { ...RANGE, rows: [row], totals: amounts };
  assert.equal(
    csv(trialBalanceTable(report, COMPANY)),
    "code,name,type,opening,debit,credit,closing\r\n1110,'=Bank,asset,0.00,2.00,1.00,1.00\r\n" +
      ',Total,,0.00,2.00,1.00,1.00\r\n',
  );
});

test('a statement has its rows as they stand, empty where there is no amount', () => {
  const none = { accountId: null, code: '', drill: null };
  const rows = [
    { ...none, kind: 'section' as const, depth: 0, name: 'Assets', amount: null },
    { ...none, kind: 'total' as const, depth: 0, name: 'Total Assets', amount: '-3.00' },
  ];
  assert.equal(
    csv(
      statementTable(rows, {
        name: 'balance-sheet',
        title: 'Balance sheet',
        company: COMPANY,
        from: null,
        to: '2026-01-31',
      }),
    ),
    'kind,depth,code,name,amount\r\nsection,0,,Assets,\r\ntotal,0,,Total Assets,-3.00\r\n',
  );
});
