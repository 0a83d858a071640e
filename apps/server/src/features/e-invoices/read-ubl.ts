import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { DomainError } from '../../errors.ts';
import { child, childrenOf, parseXml, textAt, type XmlElement, XmlError } from '../../xml.ts';
import type { UblDocument, UblLine, UblParty } from './ubl-document.ts';

const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:';
/** What is read: an invoice or a credit note of UBL 2.1, and how each calls its lines and quantities. */
const ROOTS = {
  Invoice: { kind: 'bill', line: 'InvoiceLine', quantity: 'InvoicedQuantity' },
  CreditNote: { kind: 'credit-note', line: 'CreditNoteLine', quantity: 'CreditedQuantity' },
} as const;

const MOST_LINES = 500;
/** Amounts of an e-invoice have two decimals, prices and quantities more. */
const [AMOUNT, PRICE] = [2, 18];

/**
 * Reads an e-invoice (EN 16931 as UBL 2.1). Throws `invalid_xml`, `not_an_e_invoice` at what is not there,
 * `e_invoice_totals` when its own sums do not add up (BR-CO-10, BR-CO-13, BR-CO-14, BR-CO-15), and
 * `e_invoice_unsupported` for what a draft cannot hold: amounts below zero, allowances and charges on the document, more
 * than 500 lines.
 */
export function readUbl(text: string): UblDocument {
  const root = readXml(text);
  const form = Object.entries(ROOTS).find(
    ([name]) => root.name === name && root.namespace === `${NAMESPACE}${name}-2`,
  )?.[1];
  if (form === undefined) {
    throw new DomainError(
      'not_an_e_invoice',
      'Send an Invoice or a CreditNote of UBL 2.1: this is another document.',
    );
  }
  const totals = child(root, 'LegalMonetaryTotal');
  const currency = required(root, 'DocumentCurrencyCode');
  const lineElements = childrenOf(root, form.line);
  if (lineElements.length === 0) throw missing(form.line);
  if (lineElements.length > MOST_LINES) throw unsupported(`It has more than ${MOST_LINES} lines.`);
  if (childrenOf(root, 'AllowanceCharge').length > 0) {
    throw unsupported('It has an allowance or a charge on the whole document: enter it by hand.');
  }
  const document: UblDocument = {
    kind: form.kind,
    number: required(root, 'ID').slice(0, 100),
    issueDate: day(required(root, 'IssueDate'), 'IssueDate'),
    dueDate: dueDate(root),
    currency,
    notes: childrenOf(root, 'Note')
      .map((note) => note.text.trim())
      .join('\n')
      .slice(0, 4000),
    reference: (textAt(root, 'OrderReference', 'ID') ?? textAt(root, 'BuyerReference') ?? '').slice(0, 100),
    correctsNumber: textAt(root, 'BillingReference', 'InvoiceDocumentReference', 'ID'),
    supplier: party(child(root, 'AccountingSupplierParty', 'Party')),
    lines: lineElements.map((line) => readLine(line, form.quantity)),
    net: amount(totals, 'TaxExclusiveAmount'),
    tax: amount(taxTotal(root, currency), 'TaxAmount'),
    total: amount(totals, 'TaxInclusiveAmount'),
  };
  checkSums(root, document, lineElements, currency);
  return document;
}

function readXml(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new DomainError('invalid_xml', `This is no XML that is read here. ${error.message}`);
  }
}

function party(element: XmlElement | undefined): UblParty {
  const legal = child(element, 'PartyLegalEntity');
  const name = textAt(legal, 'RegistrationName') ?? textAt(element, 'PartyName', 'Name');
  if (name === null) throw missing('AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName');
  const postal = child(element, 'PostalAddress');
  const place = [textAt(postal, 'PostalZone'), textAt(postal, 'CityName')].filter((part) => part !== null);
  const address = [
    textAt(postal, 'StreetName'),
    textAt(postal, 'AdditionalStreetName'),
    textAt(postal, 'AddressLine', 'Line'),
    place.join(' ') || null,
    textAt(postal, 'CountrySubentity'),
  ].filter((line) => line !== null);
  const country = textAt(postal, 'Country', 'IdentificationCode');
  const email = textAt(element, 'Contact', 'ElectronicMail');
  return {
    name: name.slice(0, 200),
    taxNumber:
      (textAt(element, 'PartyTaxScheme', 'CompanyID') ?? textAt(legal, 'CompanyID'))?.slice(0, 50) ?? null,
    address: address.join('\n').slice(0, 4000),
    country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
    email: email !== null && /^[^\s@]+@[^\s@]+[.][^\s@]+$/.test(email) && email.length <= 254 ? email : null,
  };
}

function readLine(element: XmlElement, quantityName: string): UblLine {
  const item = child(element, 'Item');
  const category = child(item, 'ClassifiedTaxCategory');
  const net = decimal(required(element, 'LineExtensionAmount'), AMOUNT, 'LineExtensionAmount');
  const quantity = decimal(required(element, quantityName), PRICE, quantityName);
  const price = decimal(required(child(element, 'Price'), 'PriceAmount'), PRICE, 'PriceAmount');
  const per = decimal(textAt(element, 'Price', 'BaseQuantity') ?? '1', PRICE, 'BaseQuantity');
  if (net < 0n || quantity < 0n || price < 0n) throw unsupported('A line is below zero: enter it by hand.');
  const whole = 10n ** BigInt(PRICE);
  // Quantity times price is exactly the line, or the line is entered as one of its net amount.
  const plain = per === whole && quantity * price === net * 10n ** BigInt(2 * PRICE - AMOUNT);
  return {
    description: (textAt(item, 'Name') ?? textAt(item, 'Description') ?? required(item, 'Name')).slice(
      0,
      200,
    ),
    quantity: plain ? trimDecimal(formatDecimal(quantity, PRICE)) : '1',
    unitPrice: trimDecimal(plain ? formatDecimal(price, PRICE) : formatDecimal(net, AMOUNT)),
    category: textAt(category, 'ID') ?? 'O',
    percent: trimDecimal(formatDecimal(decimal(textAt(category, 'Percent') ?? '0', 6, 'Percent'), 6)),
  };
}

/** The tax total in the document's currency: a second one is in the supplier's own. */
function taxTotal(root: XmlElement, currency: string): XmlElement | undefined {
  const all = childrenOf(root, 'TaxTotal');
  return all.find((one) => child(one, 'TaxAmount')?.attributes.currencyID === currency) ?? all[0];
}

function checkSums(root: XmlElement, document: UblDocument, lines: XmlElement[], currency: string): void {
  const units = (text: string) => decimal(text, AMOUNT, 'LegalMonetaryTotal');
  const sum = (elements: XmlElement[], name: string) =>
    elements.reduce((all, one) => all + decimal(required(one, name), AMOUNT, name), 0n);
  const [net, tax, total] = [units(document.net), units(document.tax), units(document.total)];
  const lineSum = sum(lines, 'LineExtensionAmount');
  const rules: [rule: string, holds: boolean][] = [
    ['BR-CO-10', lineSum === units(amount(child(root, 'LegalMonetaryTotal'), 'LineExtensionAmount'))],
    ['BR-CO-13', lineSum === net],
    ['BR-CO-14', sum(childrenOf(taxTotal(root, currency), 'TaxSubtotal'), 'TaxAmount') === tax],
    ['BR-CO-15', net + tax === total],
  ];
  const broken = rules.filter(([, holds]) => !holds).map(([rule]) => rule);
  if (broken.length === 0) return;
  throw new DomainError(
    'e_invoice_totals',
    `Its sums do not add up (${broken.join(', ')}): ask the supplier for a right one.`,
  );
}

function dueDate(root: XmlElement): string | null {
  const text = textAt(root, 'DueDate') ?? textAt(root, 'PaymentMeans', 'PaymentDueDate');
  return text === null ? null : day(text, 'DueDate');
}

function day(text: string, name: string): string {
  if (/^(19|2[0-9])[0-9]{2}-/.test(text) && isCalendarDate(text)) return text;
  throw new DomainError('not_an_e_invoice', `${name} is no date, such as 2026-03-31.`);
}

/** The amount in an element, as text with two decimals. */
function amount(parent: XmlElement | undefined, name: string): string {
  const units = decimal(required(parent, name), AMOUNT, name);
  if (units < 0n) throw unsupported(`${name} is below zero: enter it by hand.`);
  return formatDecimal(units, AMOUNT);
}

const DECIMAL = /^-?[0-9]{1,30}([.][0-9]{1,30})?$/;

/** Zeros at the ends are allowed, as in `010.500`; an exponent is not. */
function decimal(text: string, decimals: number, name: string): bigint {
  if (DECIMAL.test(text)) {
    const plain = text.replace(/^(-?)0+(?=[0-9])/, '$1');
    const short = plain.includes('.') ? plain.replace(/[.]?0+$/, '') : plain;
    const places = short.split('.')[1]?.length ?? 0;
    if (places <= decimals) return parseDecimal(short, decimals);
  }
  throw new DomainError('not_an_e_invoice', `${name} is no amount with at most ${decimals} decimals.`);
}

function required(parent: XmlElement | undefined, name: string): string {
  const text = textAt(parent, name);
  if (text === null) throw missing(name);
  return text;
}

function missing(name: string): DomainError {
  return new DomainError('not_an_e_invoice', `It has no ${name}, which every e-invoice has.`);
}

function unsupported(why: string): DomainError {
  return new DomainError('e_invoice_unsupported', why);
}
