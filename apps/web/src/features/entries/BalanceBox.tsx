import { Group, Text } from '@mantine/core';
import { Amount } from '../../components/Amount.tsx';
import { isZero } from '../../lib/money.ts';
import type { EntryBalance } from './entry-form.ts';

/** Debits, credits and what is missing between them, while the entry is typed. */
export function BalanceBox({ balance, asset }: { balance: EntryBalance; asset: string }) {
  const balanced = isZero(balance.difference) && !isZero(balance.debit);
  return (
    <Group justify="flex-end" gap="xl" role="group" aria-label="Balance">
      <Figure label="Debit" value={balance.debit} asset={asset} />
      <Figure label="Credit" value={balance.credit} asset={asset} />
      {balanced ? (
        <Text c="teal" fw={600}>
          Balanced
        </Text>
      ) : (
        <Figure label="Difference" value={balance.difference} asset={asset} />
      )}
    </Group>
  );
}

function Figure({ label, value, asset }: { label: string; value: string; asset: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed" ta="right">
        {label}
      </Text>
      <Text component="div" fw={600} ta="right">
        <Amount value={value} asset={asset} withAsset />
      </Text>
    </div>
  );
}
