import { createClient } from '@crypto-erp/client';

const { BASE_URL = '', API_KEY = '', COMPANY_ID = '' } = process.env;
const erp = createClient({ baseUrl: BASE_URL, apiKey: API_KEY });

// A list comes in pages; `nextCursor` asks for the next one and is null on the last.
let cursor: string | undefined;
let count = 0;
do {
  const { data } = await erp.GET('/v1/companies/{companyId}/invoices', {
    params: {
      path: { companyId: COMPANY_ID },
      query: { limit: 2, status: 'posted', ...(cursor && { cursor }) },
    },
  });
  count += data?.items.length ?? 0;
  cursor = data?.nextCursor ?? undefined;
} while (cursor !== undefined);

console.log(count, 'open invoices');
