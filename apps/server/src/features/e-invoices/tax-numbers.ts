/**
 * The countries whose tax numbers are VAT identifiers, each with the scheme of an electronic address by that number
 * (code list EAS of the European Commission), where there is one.
 */
const VAT_COUNTRIES = {
  AT: '9914',
  BE: '9925',
  BG: '9926',
  CH: '9927',
  CY: '9928',
  CZ: '9929',
  DE: '9930',
  DK: null,
  EE: '9931',
  ES: '9920',
  FI: null,
  FR: '9957',
  GB: '9932',
  GR: '9933',
  HR: '9934',
  HU: '9910',
  IE: '9935',
  IT: '0211',
  LT: '9937',
  LU: '9938',
  LV: '9939',
  MT: '9943',
  NL: '9944',
  NO: null,
  PL: '9945',
  PT: '9946',
  RO: '9947',
  SE: null,
  SI: '9949',
  SK: '9950',
} as const;
type VatCountry = keyof typeof VAT_COUNTRIES;

/** The prefix of a VAT identifier where it is not the country's code. */
const PREFIXES: Record<string, string> = { GR: 'EL' };

/** A tax number without spaces, points and dashes, in capitals: what two spellings of one have in common. */
export function bareTaxNumber(taxNumber: string): string {
  return taxNumber.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
}

/**
 * The VAT identifier (BT-31, BT-48) that a tax number is: with the prefix of its country, as BR-CO-09 demands. Null
 * where the country has none, such as the United States.
 */
export function vatIdentifier(country: string | null, taxNumber: string | null): string | null {
  if (!isVatCountry(country) || taxNumber === null) return null;
  const bare = bareTaxNumber(taxNumber);
  const prefix = PREFIXES[country] ?? country;
  if (bare === '') return null;
  return bare.startsWith(prefix) ? bare : `${prefix}${bare}`;
}

/** An electronic address (BT-34, BT-49): `scheme` is of the code list EAS, EM for an e-mail address. */
export interface ElectronicAddress {
  id: string;
  scheme: Exclude<(typeof VAT_COUNTRIES)[VatCountry], null> | 'EM';
}

/** Where a party receives e-invoices: by its VAT identifier where that is a scheme, else by e-mail; null: nowhere. */
export function electronicAddress(
  country: string | null,
  taxNumber: string | null,
  email: string | null,
): ElectronicAddress | null {
  const vat = vatIdentifier(country, taxNumber);
  const scheme = isVatCountry(country) ? VAT_COUNTRIES[country] : null;
  if (vat !== null && scheme !== null) return { id: vat, scheme };
  return email === null ? null : { id: email, scheme: 'EM' };
}

function isVatCountry(country: string | null): country is VatCountry {
  return country !== null && Object.hasOwn(VAT_COUNTRIES, country);
}
