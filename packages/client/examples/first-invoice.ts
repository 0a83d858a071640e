import { createClient } from '@crypto-erp/client';

const { BASE_URL = '', API_KEY = '', COMPANY_ID = '' } = process.env;
const erp = createClient({ baseUrl: BASE_URL, apiKey: API_KEY });

// A command carries a key: send the same one again when no answer came, and nothing is done twice.
const command = () => ({ 'idempotency-key': crypto.randomUUID() });
const path = { companyId: COMPANY_ID };

const { data: contact } = await erp.POST('/v1/companies/{companyId}/contacts', {
  params: { path, header: command() },
  body: {
    name: 'Widget Works',
    email: 'ap@widget.example',
    taxNumber: null,
    address: '100 Market Street',
    country: 'US',
    defaultAsset: 'USD',
    paymentTermsId: null,
  },
});

const { data: invoice } = await erp.POST('/v1/companies/{companyId}/invoices', {
  params: { path, header: command() },
  body: {
    status: 'posted',
    contactId: contact?.id ?? '',
    issueDate: '2026-03-16',
    dueDate: null,
    paymentTermsId: null,
    asset: 'USD',
    reference: 'PO-7',
    notes: '',
    lines: [
      {
        description: 'Consulting',
        quantity: '2.5',
        unitPrice: '1140',
        discountPercent: '0',
        taxId: null,
        accountId: null,
      },
    ],
  },
});

// Amounts are decimal strings: 2850.00 dollars, and what they were worth in the books.
console.log(invoice?.number, invoice?.total, invoice?.asset, invoice?.baseTotal);
