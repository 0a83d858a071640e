import { Text, type TextProps } from '@mantine/core';
import { useCompany } from '../lib/company-context.ts';
import { formatAmount, isNegative, isZero } from '../lib/money.ts';

interface AmountProps extends TextProps {
  value: string;
  asset: string;
  /** Writes the asset's code behind the number. */
  withAsset?: boolean;
  /** Writes nothing for zero, as in a debit or credit column. */
  hideZero?: boolean;
}

/** An amount with the decimals of its asset, in figures of equal width. */
export function Amount({ value, asset, withAsset = false, hideZero = false, ...text }: AmountProps) {
  const { decimalsOf } = useCompany();
  if (hideZero && isZero(value)) return null;
  return (
    <Text
      span
      inherit
      className="figures"
      c={isNegative(value) ? 'var(--negative-color)' : undefined}
      {...text}
    >
      {formatAmount(value, decimalsOf(asset))}
      {withAsset && (
        <Text span inherit c="dimmed" fz="0.85em">
          {' '}
          {asset}
        </Text>
      )}
    </Text>
  );
}
