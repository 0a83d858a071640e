import type { FieldError } from '@crypto-erp/contract/problem';
import type { SendableDocument, SendableParty } from './sendable.ts';
import { categoryOf } from './tax-categories.ts';
import { electronicAddress, vatIdentifier } from './tax-numbers.ts';

/**
 * Everything that EN 16931 demands and the posted document does not have, at paths into the document. What is printed
 * stays: who completes the company or the contact gets complete documents from then on.
 */
export function eInvoiceProblems(document: SendableDocument): FieldError[] {
  const { company, contact } = document;
  const codes = document.lines.map(
    (line) => categoryOf(document.taxes.find((tax) => tax.id === line.taxId) ?? null).code,
  );
  const problems = [
    ...partyProblems('company', company),
    ...partyProblems('contact', contact),
    ...(document.lines.some(({ baseNet, net }) => tooFine(document.fiat ? net : baseNet))
      ? [problem('/asset', 'An e-invoice has amounts of at most two decimals: this currency has more.')]
      : []),
  ];
  if (company.taxNumber === null) {
    problems.push(
      problem('/company/taxNumber', 'The seller has a tax number (BR-CO-26): enter it in the company.'),
    );
  } else if (
    codes.some((code) => code !== 'O') &&
    vatIdentifier(company.country, company.taxNumber) === null
  ) {
    problems.push(
      problem(
        '/company/taxNumber',
        'A seller who charges VAT has a VAT number (BR-S-02): this country has none.',
      ),
    );
  }
  if (company.taxNumber !== null && electronicAddress(company.country, company.taxNumber, null) === null) {
    problems.push(
      problem(
        '/company/country',
        'The seller has an electronic address (BT-34): this country has none by tax number.',
      ),
    );
  }
  if (electronicAddress(contact.country, contact.taxNumber, contact.email) === null) {
    problems.push(
      problem(
        '/contact/email',
        'The buyer has an electronic address (BT-49): enter a VAT number or an e-mail address.',
      ),
    );
  }
  if (codes.includes('AE') && contact.taxNumber === null) {
    problems.push(
      problem(
        '/contact/taxNumber',
        'With a reverse charge the buyer has a tax number (BR-AE-02): enter it in the contact.',
      ),
    );
  }
  if (codes.includes('O') && codes.some((code) => code !== 'O')) {
    const line = codes.indexOf('O');
    problems.push(
      problem(
        `/lines/${line}/taxId`,
        'Beside lines with VAT none may be outside its scope (BR-O-12): give this one an exempt tax code.',
      ),
    );
  }
  return problems;
}

function partyProblems(name: 'company' | 'contact', { country, address }: SendableParty): FieldError[] {
  return [
    ...(country === null
      ? [problem(`/${name}/country`, `The ${name} has a country (BT-40, BT-55): enter it.`)]
      : []),
    ...(address.trim() === '' ? [problem(`/${name}/address`, `The ${name} has an address: enter it.`)] : []),
  ];
}

function tooFine(amount: string): boolean {
  return /[.][0-9]{2}[0-9]*[1-9]/.test(amount);
}

function problem(path: string, message: string): FieldError {
  return { path, code: 'e_invoice_incomplete', message };
}
