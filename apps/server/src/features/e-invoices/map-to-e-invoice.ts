import type { DocumentKind } from '@crypto-erp/contract/documents';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import type { Invoice } from '@e-invoice-eu/core';
import { type EInvoiceAmounts, eInvoiceAmounts } from './amounts.ts';
import type { SendableDocument, SendableLine, SendableParty } from './sendable.ts';
import type { Category } from './tax-categories.ts';
import { type ElectronicAddress, electronicAddress, vatIdentifier } from './tax-numbers.ts';

type Ubl = Invoice['ubl:Invoice'];
type Currency = Ubl['cbc:DocumentCurrencyCode'];
type Country =
  Ubl['cac:AccountingSupplierParty']['cac:Party']['cac:PostalAddress']['cac:Country']['cbc:IdentificationCode'];

/** The document type codes of UNTDID 1001 (BT-3). */
const TYPE_CODES: Partial<Record<DocumentKind, Ubl['cbc:InvoiceTypeCode']>> = {
  invoice: '380',
  'credit-note': '381',
  'debit-note': '383',
};

const VAT = { 'cac:TaxScheme': { 'cbc:ID': 'VAT' } };
/** One of something (UN/ECE Recommendation 20): the lines of a document have no unit of their own. */
const UNIT = 'C62';
/** Mutually agreed (UNCL 4461), for a token; not defined, for money. */
const PAYMENT_CODES = { token: 'ZZZ', money: '1' } as const;

/**
 * A posted sales document as the library's input, from which it writes UBL and Factur-X (EN 16931). A document in a
 * token is stated in the base currency; what is to be paid in the token stands in its payment means. Expects what
 * `eInvoiceProblems` finds nothing wrong with.
 */
export function mapToEInvoice(document: SendableDocument): Invoice {
  const amounts = eInvoiceAmounts(document);
  const currency = amounts.currency as Currency;
  const { accountingTax } = amounts;
  const ubl: Ubl = {
    'cbc:CustomizationID': 'urn:cen.eu:en16931:2017',
    'cbc:ID': document.number,
    'cbc:IssueDate': document.issueDate,
    'cbc:DueDate': document.dueDate,
    'cbc:InvoiceTypeCode': TYPE_CODES[document.kind] ?? '380',
    ...(document.notes !== '' && { 'cbc:Note': [document.notes] }),
    'cbc:DocumentCurrencyCode': currency,
    ...(accountingTax && { 'cbc:TaxCurrencyCode': accountingTax.currency as Currency }),
    ...(document.reference !== '' && { 'cbc:BuyerReference': document.reference }),
    ...(document.corrects && {
      'cac:BillingReference': [
        {
          'cac:InvoiceDocumentReference': {
            'cbc:ID': document.corrects.number,
            'cbc:IssueDate': document.corrects.issueDate,
          },
        },
      ],
    }),
    'cac:AccountingSupplierParty': { 'cac:Party': seller(document, amounts) },
    'cac:AccountingCustomerParty': { 'cac:Party': buyer(document, amounts) },
    'cac:PaymentMeans': [paymentMeans(document)],
    'cac:PaymentTerms': { 'cbc:Note': `Due on ${document.dueDate}` },
    'cac:TaxTotal': accountingTax
      ? [
          taxTotal(amounts, currency),
          {
            'cbc:TaxAmount': accountingTax.tax,
            'cbc:TaxAmount@currencyID': accountingTax.currency as Currency,
          },
        ]
      : [taxTotal(amounts, currency)],
    'cac:LegalMonetaryTotal': {
      'cbc:LineExtensionAmount': amounts.net,
      'cbc:LineExtensionAmount@currencyID': currency,
      'cbc:TaxExclusiveAmount': amounts.net,
      'cbc:TaxExclusiveAmount@currencyID': currency,
      'cbc:TaxInclusiveAmount': amounts.total,
      'cbc:TaxInclusiveAmount@currencyID': currency,
      'cbc:PayableAmount': amounts.total,
      'cbc:PayableAmount@currencyID': currency,
    },
    'cac:InvoiceLine': document.lines.map((line, i) =>
      invoiceLine(document, line, i, amounts, currency),
    ) as Ubl['cac:InvoiceLine'],
  };
  return { 'ubl:Invoice': ubl };
}

type Seller = Ubl['cac:AccountingSupplierParty']['cac:Party'];
type Buyer = Ubl['cac:AccountingCustomerParty']['cac:Party'];

/** Outside the scope of VAT no VAT identifier may stand (BR-O-02 to BR-O-04): the number is the legal one then. */
function outsideScope({ breakdown }: EInvoiceAmounts): boolean {
  return breakdown.some(({ code }) => code === 'O');
}

function seller({ company }: SendableDocument, amounts: EInvoiceAmounts): Seller {
  const vat = outsideScope(amounts) ? null : vatIdentifier(company.country, company.taxNumber);
  return {
    ...endpoint(electronicAddress(company.country, company.taxNumber, null)),
    'cac:PostalAddress': address(company),
    ...(vat && { 'cac:PartyTaxScheme': [{ 'cbc:CompanyID': vat, ...VAT }] }),
    'cac:PartyLegalEntity': {
      'cbc:RegistrationName': company.name,
      ...(company.taxNumber && { 'cbc:CompanyID': company.taxNumber }),
    },
  };
}

function buyer({ contact }: SendableDocument, amounts: EInvoiceAmounts): Buyer {
  const vat = outsideScope(amounts) ? null : vatIdentifier(contact.country, contact.taxNumber);
  return {
    ...endpoint(electronicAddress(contact.country, contact.taxNumber, contact.email)),
    'cac:PostalAddress': address(contact),
    ...(vat && { 'cac:PartyTaxScheme': { 'cbc:CompanyID': vat, ...VAT } }),
    'cac:PartyLegalEntity': {
      'cbc:RegistrationName': contact.name,
      ...(contact.taxNumber && { 'cbc:CompanyID': contact.taxNumber }),
    },
  };
}

function endpoint(address: ElectronicAddress | null) {
  return address === null ? {} : { 'cbc:EndpointID': address.id, 'cbc:EndpointID@schemeID': address.scheme };
}

/** Free text has no city or post code of its own: its lines are the address lines (BT-35, BT-36, BT-162). */
function address({
  address,
  country,
}: SendableParty): Seller['cac:PostalAddress'] & Buyer['cac:PostalAddress'] {
  const [first, second, ...more] = address
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    ...(first && { 'cbc:StreetName': first }),
    ...(second && { 'cbc:AdditionalStreetName': second }),
    ...(more.length > 0 && { 'cac:AddressLine': { 'cbc:Line': more.join(', ') } }),
    'cac:Country': { 'cbc:IdentificationCode': country as Country },
  };
}

type PaymentMeans = NonNullable<Ubl['cac:PaymentMeans']>[number];

/** What is to be paid with: a token by its amount and rate, in words (BT-82), for the standard has no field for it. */
function paymentMeans(document: SendableDocument): PaymentMeans {
  if (document.fiat) {
    return { 'cbc:PaymentMeansCode': PAYMENT_CODES.money, 'cbc:PaymentID': document.number };
  }
  const { asset, baseAsset, rate, total } = document;
  return {
    'cbc:PaymentMeansCode': PAYMENT_CODES.token,
    'cbc:PaymentMeansCode@name': `${trimDecimal(total)} ${asset} at ${rate} ${baseAsset} per ${asset}`,
    'cbc:PaymentID': document.number,
  };
}

function taxTotal({ breakdown, tax }: EInvoiceAmounts, currency: Currency): Ubl['cac:TaxTotal'][0] {
  return {
    'cbc:TaxAmount': tax,
    'cbc:TaxAmount@currencyID': currency,
    'cac:TaxSubtotal': breakdown.map((part) => ({
      'cbc:TaxableAmount': part.taxable,
      'cbc:TaxableAmount@currencyID': currency,
      'cbc:TaxAmount': part.tax,
      'cbc:TaxAmount@currencyID': currency,
      'cac:TaxCategory': {
        'cbc:ID': part.code,
        ...(part.percent !== null && { 'cbc:Percent': part.percent }),
        ...(part.reason !== null && { 'cbc:TaxExemptionReason': part.reason }),
        'cac:TaxScheme': { 'cbc:ID': 'VAT' },
      },
    })),
  };
}

function invoiceLine(
  document: SendableDocument,
  line: SendableLine,
  index: number,
  { lines }: EInvoiceAmounts,
  currency: Currency,
): Ubl['cac:InvoiceLine'][number] {
  const { net, category } = lines[index] as { net: string; category: Category };
  const discount = /[1-9]/.test(line.discountPercent);
  return {
    'cbc:ID': String(index + 1),
    ...(discount && { 'cbc:Note': `Discount of ${line.discountPercent} % is deducted.` }),
    'cbc:InvoicedQuantity': line.quantity,
    'cbc:InvoicedQuantity@unitCode': UNIT,
    'cbc:LineExtensionAmount': net,
    'cbc:LineExtensionAmount@currencyID': currency,
    'cac:Item': {
      'cbc:Name': line.description,
      'cac:ClassifiedTaxCategory': {
        'cbc:ID': category.code,
        ...(category.percent !== null && { 'cbc:Percent': category.percent }),
        'cac:TaxScheme': { 'cbc:ID': 'VAT' },
      },
    },
    'cac:Price': price(document, line, net, currency),
  };
}

/**
 * The price of one where quantity times price is the line's net amount; else, as after a discount, with tax in the price
 * or at a rate, the net amount as the price of the whole quantity, so that the line adds up to the last digit.
 */
function price(
  { fiat }: SendableDocument,
  { quantity, unitPrice }: SendableLine,
  net: string,
  currency: Currency,
): Ubl['cac:InvoiceLine'][number]['cac:Price'] {
  const exact =
    parseDecimal(quantity, 18) * parseDecimal(unitPrice, 18) === parseDecimal(net, 2) * 10n ** 34n;
  const none = parseDecimal(quantity, 18) === 0n;
  if ((fiat && exact) || none) {
    return {
      'cbc:PriceAmount': fiat ? unitPrice : formatDecimal(0n, 2),
      'cbc:PriceAmount@currencyID': currency,
    };
  }
  return {
    'cbc:PriceAmount': net,
    'cbc:PriceAmount@currencyID': currency,
    'cbc:BaseQuantity': quantity,
    'cbc:BaseQuantity@unitCode': UNIT,
  };
}
