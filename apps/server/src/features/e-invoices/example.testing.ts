import type { SendableDocument } from './sendable.ts';

/** A complete document that has nothing special, to be changed by a test. */
export const SENDABLE: SendableDocument = {
  kind: 'invoice',
  number: 'INV-2026-00001',
  issueDate: '2026-03-02',
  dueDate: '2026-04-01',
  asset: 'EUR',
  fiat: true,
  baseAsset: 'EUR',
  rate: '1',
  reference: 'PO 7',
  notes: 'Thank you',
  total: '326.7',
  baseTotal: '326.7',
  company: {
    name: 'Acme & Sons',
    country: 'DE',
    address: 'Hauptstr. 1\n10115 Berlin',
    taxNumber: 'DE123456789',
  },
  contact: { name: 'Ada', country: 'ES', address: 'Calle Mayor 1', taxNumber: 'B-12345674', email: null },
  corrects: null,
  lines: [
    {
      description: 'Work',
      quantity: '3',
      unitPrice: '100',
      discountPercent: '10',
      taxId: 'a',
      net: '270',
      baseNet: '270',
    },
  ],
  taxes: [{ id: 'a', kind: 'standard', rate: '21', exemptReason: null, tax: '56.7', baseTax: '56.7' }],
};
