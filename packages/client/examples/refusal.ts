import { createClient, ProblemError } from '@crypto-erp/client';

const { BASE_URL = '', API_KEY = '', COMPANY_ID = '' } = process.env;
const erp = createClient({ baseUrl: BASE_URL, apiKey: API_KEY });

try {
  await erp.POST('/v1/companies/{companyId}/contacts', {
    params: { path: { companyId: COMPANY_ID }, header: { 'idempotency-key': crypto.randomUUID() } },
    body: {
      name: 'Widget Works',
      email: null,
      taxNumber: null,
      address: '',
      country: 'US',
      defaultAsset: 'DOLLARS',
      paymentTermsId: null,
    },
  });
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  // The code never changes its meaning; each field that is wrong has a JSON pointer into the body.
  const [field] = error.problem.errors ?? [];
  console.log(error.problem.status, error.problem.code, field?.path);
}
