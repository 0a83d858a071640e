import type { Document, DocumentLine, TaxSummaryLine } from '@crypto-erp/contract/documents';
import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Amount } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { TAX_KIND_LABELS } from '../../lib/labels.ts';
import { formatAmount, isZero } from '../../lib/money.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { TotalsBox } from './TotalsBox.tsx';

/** Lines, totals, tax summary and notes. */
export function DocumentBody({ document }: { document: Document }) {
  const { company } = useCompany();
  const taxes = useQuery(resourceQuery(company.id, 'taxes'));
  const codes = new Map((taxes.data?.items ?? []).map(({ id, code }) => [id, code]));
  const { asset, lines, taxSummary } = document;
  return (
    <>
      <Stack gap="sm">
        <Title>Lines</Title>
        <DataTable
          label="Lines"
          columns={lineColumns(asset, codes)}
          rows={lines.map((line, index) => ({ ...line, position: index }))}
          rowKey={({ position }) => String(position)}
        />
        <Paper withBorder p="md">
          <TotalsBox
            asset={asset}
            net={document.net}
            taxes={taxSummary.map(({ taxId, name, tax }) => ({ taxId, label: name, tax }))}
            total={document.total}
            open={document.status === 'draft' ? undefined : document.openAmount}
          />
        </Paper>
      </Stack>
      {taxSummary.length > 0 && (
        <Stack gap="sm">
          <Title>Taxes</Title>
          <DataTable
            label="Taxes"
            columns={taxColumns(asset)}
            rows={taxSummary}
            rowKey={({ taxId }) => taxId}
          />
        </Stack>
      )}
      {document.notes !== '' && (
        <Paper withBorder p="md">
          <Title mb="xs">Notes</Title>
          <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{document.notes}</Text>
        </Paper>
      )}
    </>
  );
}

function lineColumns(asset: string, codes: ReadonlyMap<string, string>): Column<DocumentLine>[] {
  return [
    { header: 'Description', card: 'title', cell: ({ description }) => description },
    {
      header: 'Quantity',
      align: 'right',
      cell: ({ quantity }) => <span className="figures">{formatAmount(quantity)}</span>,
    },
    {
      header: 'Unit price',
      align: 'right',
      cell: ({ unitPrice }) => <Amount value={unitPrice} asset={asset} />,
    },
    {
      header: 'Discount',
      align: 'right',
      cell: ({ discountPercent }) =>
        isZero(discountPercent) ? null : <span className="figures">{formatAmount(discountPercent)} %</span>,
    },
    { header: 'Tax', cell: ({ taxId }) => (taxId === null ? null : codes.get(taxId)) },
    {
      header: 'Net',
      align: 'right',
      card: 'side',
      cell: ({ net }) => <Amount value={net} asset={asset} withAsset />,
    },
  ];
}

function taxColumns(asset: string): Column<TaxSummaryLine>[] {
  return [
    {
      header: 'Tax',
      card: 'title',
      cell: ({ name, exemptReason }) => (exemptReason === null ? name : `${name}: ${exemptReason}`),
    },
    { header: 'Kind', cell: ({ kind }) => TAX_KIND_LABELS[kind] },
    {
      header: 'Rate',
      align: 'right',
      cell: ({ rate }) => <span className="figures">{formatAmount(rate)} %</span>,
    },
    { header: 'Net', align: 'right', cell: ({ base }) => <Amount value={base} asset={asset} withAsset /> },
    {
      header: 'Tax amount',
      align: 'right',
      card: 'side',
      cell: ({ tax }) => <Amount value={tax} asset={asset} withAsset />,
    },
  ];
}
