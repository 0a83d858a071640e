import type { CsvMapping } from '@crypto-erp/contract/bank-accounts';
import { formatDecimal } from '@crypto-erp/ledger/decimal';

/** What moved at the bank: an amount in smallest units, negative when it went out. Texts have no sign of CSV or XML. */
export interface Movement {
  date: string;
  amount: bigint;
  name: string;
  text: string;
}

/** A statement of one account: its movements by date lead from one balance to the other. Days as text. */
export interface StatementContent {
  iban: string;
  asset: string;
  decimals: number;
  from: string;
  to: string;
  opening: bigint;
  movements: readonly Movement[];
}

/** How the files of {@link csvStatement} are read. */
export const CSV_MAPPING: CsvMapping = {
  delimiter: ';',
  skipLines: 2,
  headings: true,
  dateFormat: 'DD.MM.YYYY',
  decimalSeparator: ',',
  date: 'Buchungstag',
  valueDate: null,
  amount: 'Betrag',
  debit: null,
  credit: null,
  balance: 'Saldo',
  text: ['Verwendungszweck'],
  reference: null,
  bankReference: null,
  counterpartyName: 'Name',
  counterpartyIban: null,
};

/** A statement as a bank's CSV: two lines about the account, headings, and a balance after each row. */
export function csvStatement({ iban, asset, decimals, opening, movements }: StatementContent): string {
  let balance = opening;
  const amount = (units: bigint) => formatDecimal(units, decimals).replace('.', ',');
  const rows = movements.map((movement) => {
    balance += movement.amount;
    const date = movement.date.split('-').toReversed().join('.');
    return [date, movement.name, movement.text, amount(movement.amount), amount(balance)].join(';');
  });
  return [
    `Konto;${iban}`,
    `Währung;${asset}`,
    'Buchungstag;Name;Verwendungszweck;Betrag;Saldo',
    ...rows,
  ].join('\r\n');
}

/** A statement as camt.053.001.02 of ISO 20022. */
export function camtStatement(content: StatementContent): string {
  const { iban, asset, decimals, from, to, opening, movements } = content;
  const amount = (units: bigint) =>
    `<Amt Ccy="${asset}">${formatDecimal(units, decimals).replace('-', '')}</Amt><CdtDbtInd>${units < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
  const balance = (type: string, units: bigint, date: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${amount(units)}<Dt><Dt>${date}</Dt></Dt></Bal>`;
  const entries = movements.map(({ date, amount: units, name, text }) => {
    const role = units < 0n ? 'Cdtr' : 'Dbtr';
    return `<Ntry>${amount(units)}<Sts>BOOK</Sts><BookgDt><Dt>${date}</Dt></BookgDt><NtryDtls><TxDtls>
<RltdPties><${role}><Nm>${name}</Nm></${role}></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  });
  const closing = movements.reduce((sum, movement) => sum + movement.amount, opening);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>${asset}-${to}</MsgId></GrpHdr>
<Stmt><Id>${asset}-${to}</Id><FrToDt><FrDtTm>${from}T00:00:00</FrDtTm><ToDtTm>${to}T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${asset}</Ccy></Acct>
${balance('OPBD', opening, from)}${balance('CLBD', closing, to)}
${entries.join('\n')}</Stmt></BkToCstmrStmt></Document>`;
}
