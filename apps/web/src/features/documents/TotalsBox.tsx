import { Divider, Group, Stack, Text } from '@mantine/core';
import { Amount } from '../../components/Amount.tsx';

interface TotalsBoxProps {
  asset: string;
  net: string;
  taxes: readonly { taxId: string; label: string; tax: string }[];
  total: string;
  /** What is still to be paid; left out on a draft. */
  open?: string;
}

/** Net, taxes and total, one under the other. */
export function TotalsBox({ asset, net, taxes, total, open }: TotalsBoxProps) {
  const row = (label: string, value: string, strong = false) => (
    <Group key={label} justify="space-between" wrap="nowrap" gap="xl">
      <Text c={strong ? undefined : 'dimmed'} fw={strong ? 650 : undefined}>
        {label}
      </Text>
      <Text component="div" fw={strong ? 650 : undefined}>
        <Amount value={value} asset={asset} withAsset />
      </Text>
    </Group>
  );
  return (
    <Stack gap={6} maw={380} ml="auto" w="100%" role="group" aria-label="Totals">
      {row('Net', net)}
      {taxes.map(({ label, tax }) => row(label, tax))}
      <Divider />
      {row('Total', total, true)}
      {open !== undefined && row('Open', open)}
    </Stack>
  );
}
