import { Paper, SimpleGrid, Text } from '@mantine/core';
import { Amount } from '../../components/Amount.tsx';

/** The few figures a report comes down to. */
export function KeyFigures({ figures, asset }: { figures: Readonly<Record<string, string>>; asset: string }) {
  return (
    <SimpleGrid
      component="dl"
      cols={{ base: 1, xs: Object.keys(figures).length }}
      maw={820}
      m={0}
      spacing="sm"
    >
      {Object.entries(figures).map(([label, value]) => (
        <Paper key={label} withBorder p="sm">
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} fz="1.25rem" fw={650} ta="right">
            <Amount value={value} asset={asset} withAsset />
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
