import type { StatementRow } from '@crypto-erp/contract/reports';
import { Paper, Table } from '@mantine/core';
import { Amount } from '../../components/Amount.tsx';
import { DrillLink } from './DrillLink.tsx';

interface StatementProps {
  label: string;
  rows: readonly StatementRow[];
  asset: string;
}

/** A statement: sections, headings, accounts and totals, indented as the chart is. */
export function Statement({ label, rows, asset }: StatementProps) {
  // A total and its section may have the same name, so the position tells rows apart.
  const numbered = rows.map((row, position) => ({ ...row, position }));
  return (
    <Paper withBorder maw={820}>
      <Table aria-label={label} highlightOnHover verticalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Account</Table.Th>
            <Table.Th ta="right">{asset}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {numbered.map((row) => (
            <Row key={row.position} row={row} asset={asset} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ row, asset }: { row: StatementRow; asset: string }) {
  const { kind, depth, code, name, amount, drill } = row;
  const strong = kind !== 'account';
  return (
    <Table.Tr bg={kind === 'section' ? 'var(--mantine-color-default-hover)' : undefined}>
      <Table.Td
        fw={strong ? 650 : undefined}
        pl={`calc(var(--mantine-spacing-md) + ${depth * 16}px)`}
        style={{ overflowWrap: 'anywhere' }}
      >
        <DrillLink drill={drill}>{code === '' ? name : `${code} ${name}`}</DrillLink>
      </Table.Td>
      <Table.Td
        ta="right"
        fw={strong ? 650 : undefined}
        style={kind === 'total' ? { borderTop: '1px solid var(--mantine-color-dimmed)' } : undefined}
      >
        {amount !== null && (
          <DrillLink drill={drill}>
            <Amount value={amount} asset={asset} />
          </DrillLink>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
