/** An e-invoice as another program writes it: 10 × 4.50 at 19 % and 5.00 exempt. */
export function ublExample({
  credit = false,
  number = 'R-17',
  supplier = 'Supplier GmbH',
  taxed = true,
} = {}): string {
  const kind = credit ? 'CreditNote' : 'Invoice';
  const quantity = credit ? 'CreditedQuantity' : 'InvoicedQuantity';
  const amount = (name: string, value: string) => `<c:${name} currencyID="EUR">${value}</c:${name}>`;
  const [tax, total] = taxed ? ['8.55', '58.55'] : ['0.00', '50.00'];
  const category = (element: string, id: string, percent: string) =>
    `<a:${element}><c:ID>${id}</c:ID><c:Percent>${percent}</c:Percent><a:TaxScheme><c:ID>VAT</c:ID></a:TaxScheme></a:${element}>`;
  const line = (id: number, name: string, many: string, price: string, net: string, tax: [string, string]) =>
    `<a:${kind}Line><c:ID>${id}</c:ID><c:${quantity} unitCode="C62">${many}</c:${quantity}>
    ${amount('LineExtensionAmount', net)}<a:Item><c:Name>${name}</c:Name>${category('ClassifiedTaxCategory', ...tax)}</a:Item>
    <a:Price>${amount('PriceAmount', price)}</a:Price></a:${kind}Line>`;
  const rated: [string, string] = taxed ? ['S', '19.00'] : ['O', '0'];
  return `<?xml version="1.0" encoding="UTF-8"?>
<u:${kind} xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:${kind}-2"
  xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <c:ID>${number}</c:ID><c:IssueDate>2026-03-05</c:IssueDate>
  <c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode>
  <a:BillingReference><a:InvoiceDocumentReference><c:ID>R-16</c:ID></a:InvoiceDocumentReference></a:BillingReference>
  <a:AccountingSupplierParty><a:Party>
    <a:PostalAddress><c:StreetName>Am Ring 5</c:StreetName><c:CityName>München</c:CityName>
      <c:PostalZone>80331</c:PostalZone><a:Country><c:IdentificationCode>DE</c:IdentificationCode></a:Country></a:PostalAddress>
    <a:PartyTaxScheme><c:CompanyID>DE811111111</c:CompanyID><a:TaxScheme><c:ID>VAT</c:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyLegalEntity><c:RegistrationName>${supplier}</c:RegistrationName></a:PartyLegalEntity>
    <a:Contact><c:ElectronicMail>bills@example.com</c:ElectronicMail></a:Contact>
  </a:Party></a:AccountingSupplierParty>
  <a:TaxTotal>${amount('TaxAmount', tax)}
    <a:TaxSubtotal>${amount('TaxableAmount', '45.00')}${amount('TaxAmount', tax)}${category('TaxCategory', ...rated)}</a:TaxSubtotal>
    <a:TaxSubtotal>${amount('TaxableAmount', '5.00')}${amount('TaxAmount', '0.00')}${category('TaxCategory', 'E', '0')}</a:TaxSubtotal>
  </a:TaxTotal>
  <a:LegalMonetaryTotal>${amount('LineExtensionAmount', '50.00')}${amount('TaxExclusiveAmount', '50.00')}
    ${amount('TaxInclusiveAmount', total)}${amount('PayableAmount', total)}</a:LegalMonetaryTotal>
  ${line(1, 'Paper', '10', '4.50', '45.00', rated)}
  ${line(2, 'Post', '1', '5.00', '5.00', ['E', '0'])}
</u:${kind}>`;
}
