import { Box, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';

export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** Amounts stand right. */
  align?: 'right';
  /** On a phone: `title` heads the card, `side` stands right of it, `none` is left out; others are label and value. */
  card?: 'title' | 'side' | 'none';
  /** Text that may not be broken, as dates and numbers. */
  nowrap?: boolean;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The last line, a cell for each column. */
  footer?: readonly ReactNode[];
}

/** Rows as a table, or as cards where a table would not fit. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  return wide ? <WideTable {...props} /> : <Cards {...props} />;
}

function WideTable<Row>({ label, columns, rows, rowKey, footer }: DataTableProps<Row>) {
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={600} type="native">
        <Table highlightOnHover aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ header, align }) => (
                <Table.Th key={header} ta={align}>
                  {header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={rowKey(row)}>
                {columns.map(({ header, align, cell, nowrap }) => (
                  <Table.Td
                    key={header}
                    ta={align}
                    style={
                      nowrap || align === 'right' ? { whiteSpace: 'nowrap' } : { overflowWrap: 'anywhere' }
                    }
                  >
                    {cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
          {footer !== undefined && (
            <Table.Tfoot>
              <Table.Tr>
                {columns.map(({ header, align }, index) => (
                  <Table.Th key={header} ta={align} scope={index === 0 ? 'row' : undefined}>
                    {footer[index]}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Tfoot>
          )}
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function Cards<Row>({ label, columns, rows, rowKey, footer }: DataTableProps<Row>) {
  return (
    <Stack gap="xs" component="ul" aria-label={label} p={0} m={0} style={{ listStyle: 'none' }}>
      {rows.map((row) => (
        <Card key={rowKey(row)} columns={columns} cells={columns.map(({ cell }) => cell(row))} />
      ))}
      {footer !== undefined && <Card columns={columns} cells={footer} />}
    </Stack>
  );
}

function Card<Row>({ columns, cells }: { columns: readonly Column<Row>[]; cells: readonly ReactNode[] }) {
  const at = (place: Column<Row>['card']) => columns.findIndex(({ card }) => card === place);
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Text component="div" fw={600} miw={0} style={{ overflowWrap: 'anywhere' }}>
          {cells[at('title')]}
        </Text>
        <Box ta="right" style={{ flexShrink: 0 }}>
          {cells[at('side')]}
        </Box>
      </Group>
      <Stack gap={4} mt={6}>
        {columns.map(({ header, card }, index) =>
          card !== undefined || isBlank(cells[index]) ? null : (
            <Group key={header} justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
              <Text size="sm" c="dimmed" style={{ flexShrink: 0 }}>
                {header}
              </Text>
              <Text component="div" size="sm" ta="right" miw={0} style={{ overflowWrap: 'anywhere' }}>
                {cells[index]}
              </Text>
            </Group>
          ),
        )}
      </Stack>
    </Paper>
  );
}

function isBlank(cell: ReactNode): boolean {
  return cell === undefined || cell === null || cell === '' || cell === false;
}
