import type { PrintedDocument, PrintedLine } from './document.ts';

/** For tests: a line of two hours. */
export function exampleLine(changes: Partial<PrintedLine> = {}): PrintedLine {
  return {
    description: 'Consulting',
    quantity: '2',
    unitPrice: '1250',
    discountPercent: '0',
    taxCode: 'VAT21',
    net: '2500.00',
    tax: '525.00',
    ...changes,
  };
}

/** For tests: an invoice in dollars of a company that keeps its books in euros. */
export function exampleDocument(changes: Partial<PrintedDocument> = {}): PrintedDocument {
  return {
    kind: 'invoice',
    seller: {
      name: 'Norte Labs',
      address: 'Calle Mayor 1\n28013 Madrid',
      country: 'ES',
      taxNumber: 'ESB123',
    },
    customer: { name: 'Widget Works', address: 'Main Street 5', country: 'US', taxNumber: null },
    number: 'INV-2025-0001',
    issueDate: '2025-03-01',
    dueDate: '2025-03-31',
    asset: 'USD',
    reference: 'PO 4711',
    notes: '',
    lines: [exampleLine()],
    net: '2500.00',
    tax: '525.00',
    total: '3025.00',
    taxSummary: [
      {
        code: 'VAT21',
        name: 'IVA general',
        kind: 'standard',
        rate: '21',
        exemptReason: null,
        base: '2500.00',
        tax: '525.00',
      },
    ],
    ...changes,
  };
}
