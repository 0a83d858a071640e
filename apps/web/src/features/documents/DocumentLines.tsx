import type { Tax } from '@crypto-erp/contract/taxes';
import { Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Amount } from '../../components/Amount.tsx';
import { AmountInput } from '../../components/Inputs.tsx';
import { AmountField, FullField, Line, LineResult, Lines } from '../../components/LineGrid.tsx';
import { AccountSelect } from '../../components/Selects.tsx';
import type { DocumentValues } from './document-form.ts';
import { newLine } from './document-form.ts';

interface DocumentLinesProps {
  form: UseFormReturnType<DocumentValues>;
  taxes: readonly Tax[];
  /** Net amount by line; null while something cannot be read. */
  amounts: readonly string[] | null;
}

const COLUMNS =
  'minmax(0, 3fr) minmax(0, 1fr) minmax(0, 1.3fr) minmax(0, 1.1fr) minmax(0, 1.6fr) minmax(0, 2fr) minmax(0, 1.3fr)';

/** What is sold or bought. */
export function DocumentLines({ form, taxes, amounts }: DocumentLinesProps) {
  const { lines, asset, side } = form.values;
  const add = () => form.insertListItem('lines', newLine(lines.at(-1)?.taxId));
  return (
    <Lines onAdd={add}>
      {lines.map(({ key, taxId }, index) => {
        const field = (name: string) => form.getInputProps(`lines.${index}.${name}`);
        return (
          <Line
            key={key}
            number={index + 1}
            columns={COLUMNS}
            onRemove={lines.length > 1 ? () => form.removeListItem('lines', index) : null}
          >
            <FullField>
              <TextInput label="Description" {...field('description')} />
            </FullField>
            <AmountField>
              <AmountInput label="Quantity" {...field('quantity')} />
            </AmountField>
            <AmountField>
              <AmountInput label="Unit price" {...field('unitPrice')} />
            </AmountField>
            <AmountField>
              <AmountInput label="Discount %" {...field('discountPercent')} />
            </AmountField>
            <Select
              label="Tax"
              placeholder="None"
              clearable
              data={taxes
                .filter(({ id, archived }) => !archived || id === taxId)
                .map(({ id, code }) => ({ value: id, label: code }))}
              renderOption={({ option }) => taxName(taxes, option.value)}
              comboboxProps={{ width: 240, position: 'bottom-start' }}
              {...field('taxId')}
            />
            <FullField>
              <AccountSelect
                label={side === 'sales' ? 'Income account' : 'Expense account'}
                placeholder={side === 'sales' ? 'Sales' : 'Expenses'}
                clearable
                types={side === 'sales' ? ['income'] : ['expense', 'asset']}
                {...field('accountId')}
              />
            </FullField>
            <LineResult label="Net">
              {amounts?.[index] === undefined ? '–' : <Amount value={amounts[index]} asset={asset} />}
            </LineResult>
          </Line>
        );
      })}
    </Lines>
  );
}

/** The column is narrow: it shows the code, and the list that opens the name too. */
function taxName(taxes: readonly Tax[], taxId: string): string {
  const tax = taxes.find(({ id }) => id === taxId);
  return tax === undefined ? '' : `${tax.code} · ${tax.name}`;
}
