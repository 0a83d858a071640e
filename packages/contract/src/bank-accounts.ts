import { type Static, Type } from 'typebox';
import { AssetCode, Id, Nullable, ShortText, Version } from './common.ts';

const closed = { additionalProperties: false };

/** An international bank account number (ISO 13616) in its electronic form: no spaces, upper case. */
export const Iban = Type.String({ pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$' });
const BankNumber = Type.String({ minLength: 1, maxLength: 34, pattern: '^[^\\u0000]*$' });

/** A column of a CSV file: its heading, or `#3` for the third where there are no headings. */
const Column = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' });

/** The forms of a date in CSV files of banks. */
export const CSV_DATE_FORMATS = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'DD.MM.YYYY',
  'DD.MM.YY',
  'DD/MM/YYYY',
  'DD/MM/YY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
  'MM/DD/YY',
] as const;
export type CsvDateFormat = (typeof CSV_DATE_FORMATS)[number];

export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

/** How to read a bank's CSV files. Either `amount` or `debit` and `credit` name where the amounts are. */
export const CsvMapping = Type.Object(
  {
    /** Null: detected in each file. */
    delimiter: Nullable(Type.Enum(CSV_DELIMITERS)),
    /** Lines above the headings, or above the first row. */
    skipLines: Type.Integer({ minimum: 0, maximum: 100 }),
    headings: Type.Boolean(),
    dateFormat: Type.Enum(CSV_DATE_FORMATS),
    decimalSeparator: Type.Enum(['.', ',']),
    date: Column,
    valueDate: Nullable(Column),
    amount: Nullable(Column),
    debit: Nullable(Column),
    credit: Nullable(Column),
    /** The account's balance after the row. */
    balance: Nullable(Column),
    /** What the payment is for: joined when there are several columns. */
    text: Type.Array(Column, { maxItems: 5 }),
    reference: Nullable(Column),
    /** The bank's own, which no other row has. */
    bankReference: Nullable(Column),
    counterpartyName: Nullable(Column),
    counterpartyIban: Nullable(Column),
  },
  closed,
);
export type CsvMapping = Static<typeof CsvMapping>;

const fields = { name: ShortText, iban: Nullable(Iban), number: Nullable(BankNumber) };

export const BankAccountInput = Type.Object(
  {
    ...fields,
    /** The account of the chart that mirrors it: of type asset, or liability for a credit card. */
    accountId: Id,
    asset: AssetCode,
  },
  closed,
);
export type BankAccountInput = Static<typeof BankAccountInput>;
export const BankAccountUpdate = Type.Object(
  { ...fields, archived: Type.Boolean(), version: Version },
  closed,
);
export type BankAccountUpdate = Static<typeof BankAccountUpdate>;

export const BankAccount = Type.Object({
  id: Id,
  ...fields,
  accountId: Id,
  accountCode: Type.String(),
  accountName: Type.String(),
  asset: AssetCode,
  csvMapping: Nullable(CsvMapping),
  archived: Type.Boolean(),
  version: Version,
});
export type BankAccount = Static<typeof BankAccount>;
export const BankAccountList = Type.Object({ items: Type.Array(BankAccount) });

/** The start of a CSV file as it is read, to choose its mapping by. */
export const CsvPreview = Type.Object({
  encoding: Type.String(),
  delimiter: Type.Enum(CSV_DELIMITERS),
  rows: Type.Array(Type.Array(Type.String())),
});
export type CsvPreview = Static<typeof CsvPreview>;
