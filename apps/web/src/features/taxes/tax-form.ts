import type { TaxInput } from '@crypto-erp/contract/taxes';

/** The editor's values as a request body: what the form hides for this kind of tax is cleared. */
export function taxBody(values: TaxInput): TaxInput {
  const { kind } = values;
  const reason = values.exemptReason?.trim() ?? '';
  return {
    ...values,
    rate: kind === 'exempt' ? '0' : kind === 'reverse-charge' ? values.rate || '0' : values.rate,
    exemptReason: kind === 'standard' || reason === '' ? null : reason,
    accountId: kind === 'exempt' ? null : values.accountId,
  };
}
