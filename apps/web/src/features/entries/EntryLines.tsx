import { NativeSelect, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { AmountInput } from '../../components/Inputs.tsx';
import { AmountField, FullField, Line, Lines } from '../../components/LineGrid.tsx';
import { AccountSelect, AssetSelect } from '../../components/Selects.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { isNegative, negate } from '../../lib/money.ts';
import { balanceOf, type EntryLineValues, type EntryValues, newLine } from './entry-form.ts';

const COLUMNS =
  'minmax(0, 2.6fr) minmax(0, 2fr) minmax(0, 1.2fr) minmax(0, 1.4fr) minmax(0, 1.4fr) minmax(0, 1.4fr)';

const SIDES = [
  { value: 'debit', label: 'Debit' },
  { value: 'credit', label: 'Credit' },
];

/** The debits and credits. */
export function EntryLines({ form }: { form: UseFormReturnType<EntryValues> }) {
  const { company } = useCompany();
  const { lines } = form.values;
  return (
    <Lines onAdd={() => form.insertListItem('lines', balancingLine(lines, company.baseAsset))}>
      {lines.map((line, index) => (
        <EntryLineFields
          key={line.key}
          form={form}
          index={index}
          line={line}
          onRemove={lines.length > 1 ? () => form.removeListItem('lines', index) : null}
        />
      ))}
    </Lines>
  );
}

/** A new line that would balance the entry. */
function balancingLine(lines: readonly EntryLineValues[], baseAsset: string): EntryLineValues {
  const { difference } = balanceOf(lines, baseAsset);
  if (difference === '0') return newLine(baseAsset, 'debit');
  return isNegative(difference)
    ? { ...newLine(baseAsset, 'debit'), quantity: negate(difference) }
    : { ...newLine(baseAsset, 'credit'), quantity: difference };
}

interface EntryLineFieldsProps {
  form: UseFormReturnType<EntryValues>;
  index: number;
  line: EntryLineValues;
  onRemove: (() => void) | null;
}

function EntryLineFields({ form, index, line, onRemove }: EntryLineFieldsProps) {
  const { company } = useCompany();
  const field = (name: keyof EntryLineValues) => form.getInputProps(`lines.${index}.${name}`);
  const inBase = line.asset === company.baseAsset;
  return (
    <Line number={index + 1} columns={COLUMNS} onRemove={onRemove}>
      <FullField>
        <AccountSelect label="Account" {...field('accountId')} />
      </FullField>
      <FullField>
        <TextInput label="Description" {...field('description')} />
      </FullField>
      <NativeSelect label="Side" data={SIDES} {...field('side')} />
      <AssetSelect label="Asset" allowDeselect={false} {...field('asset')} />
      <AmountField>
        <AmountInput label="Quantity" {...field('quantity')} />
      </AmountField>
      <AmountField>
        <AmountInput
          label={`Amount in ${company.baseAsset}`}
          {...field('baseAmount')}
          {...(inBase ? { value: line.quantity, readOnly: true, variant: 'filled', tabIndex: -1 } : {})}
        />
      </AmountField>
    </Line>
  );
}
