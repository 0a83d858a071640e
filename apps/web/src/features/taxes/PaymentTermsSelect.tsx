import { Select, type SelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';

/** The company's payment terms. */
export function PaymentTermsSelect(props: Omit<SelectProps, 'data'>) {
  const { company } = useCompany();
  const terms = useQuery(resourceQuery(company.id, 'payment-terms'));
  const data = (terms.data?.items ?? [])
    .filter(({ id, archived }) => !archived || id === props.value)
    .map(({ id, name }) => ({ value: id, label: name }));
  return <Select {...props} data={data} />;
}
