import type { CsvMapping } from '@crypto-erp/contract/bank-accounts';
import type { BankImport } from '@crypto-erp/contract/bank-statements';
import type { Reply, TestCompany, TestUser } from './api.ts';

/** One entry of a camt.053 statement; `more` is XML inside it, or inside its transaction's details. */
export interface CamtEntry {
  date: string;
  /** Signed, whole units. */
  amount: string;
  reference?: string;
  text?: string;
  name?: string;
  iban?: string;
  status?: string;
  more?: string;
}

export interface CamtContent {
  iban?: string;
  asset?: string;
  from: string;
  to: string;
  opening: string;
  closing: string;
  entries: CamtEntry[];
}

export const IBAN = 'DE89370400440532013000';

const amount = (value: string, asset: string): string =>
  `<Amt Ccy="${asset}">${value.replace('-', '')}</Amt><CdtDbtInd>${value.startsWith('-') ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;

const balance = (type: string, value: string, asset: string, date: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${amount(value, asset)}<Dt><Dt>${date}</Dt></Dt></Bal>`;

function entryXml(entry: CamtEntry, asset: string): string {
  const { date, text = '', name = '', iban = '', status = 'BOOK', reference = '', more } = entry;
  const role = entry.amount.startsWith('-') ? 'Cdtr' : 'Dbtr';
  const details = `<NtryDtls><TxDtls>
    <RltdPties><${role}><Nm>${name}</Nm></${role}><${role}Acct><Id><IBAN>${iban}</IBAN></Id></${role}Acct></RltdPties>
    <RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls>`;
  return `<Ntry>${amount(entry.amount, asset)}<Sts>${status}</Sts><BookgDt><Dt>${date}</Dt></BookgDt>
    <ValDt><Dt>${date}</Dt></ValDt><AcctSvcrRef>${reference}</AcctSvcrRef>${more ?? details}</Ntry>`;
}

/** One statement as XML. */
function stmtXml(content: CamtContent): string {
  const { iban = IBAN, asset = 'EUR', from, to, opening, closing, entries } = content;
  return `<Stmt><Id>${from}</Id><FrToDt><FrDtTm>${from}T00:00:00</FrDtTm><ToDtTm>${to}T23:59:59</ToDtTm></FrToDt>
    <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${asset}</Ccy></Acct>
    ${balance('OPBD', opening, asset, from)}${balance('CLBD', closing, asset, to)}
    ${entries.map((entry) => entryXml(entry, asset)).join('\n')}</Stmt>`;
}

/** A camt.053 file of these statements. */
export function camtXml(contents: readonly CamtContent[], version = '02'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId></GrpHdr>${contents.map(stmtXml).join('\n')}</BkToCstmrStmt></Document>`;
}

/** How a file of `Date,Amount,Text,Balance` is read. */
export const MAPPING: CsvMapping = {
  delimiter: null,
  skipLines: 0,
  headings: true,
  dateFormat: 'YYYY-MM-DD',
  decimalSeparator: '.',
  date: 'Date',
  valueDate: null,
  amount: 'Amount',
  debit: null,
  credit: null,
  balance: null,
  text: ['Text'],
  reference: null,
  bankReference: null,
  counterpartyName: null,
  counterpartyIban: null,
};

/** Uploads a statement's file. */
export function uploadStatement<T = BankImport>(
  user: Pick<TestUser, 'call'>,
  { at }: Pick<TestCompany, 'at'>,
  file: string | Buffer,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const xml = typeof file === 'string' && file.startsWith('<');
  return user.call<T>({
    method: 'POST',
    url: `${at}/bank-statements?${new URLSearchParams(query)}`,
    payload: file,
    headers: { 'content-type': xml ? 'application/xml' : 'text/csv', ...headers },
  });
}
