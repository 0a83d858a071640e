import { Button, Collapse, Group, SimpleGrid, Stack } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface FiltersProps {
  /** How many are set. */
  count: number;
  onClear: () => void;
  children: ReactNode;
}

/** The filters of a list; behind a button on a phone, where they would push the list off the screen. */
export function Filters({ count, onClear, children }: FiltersProps) {
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const [opened, { toggle }] = useDisclosure(false);
  const clear = count > 0 && (
    <Button variant="subtle" size="compact-sm" onClick={onClear}>
      Clear filters
    </Button>
  );
  const fields = (
    <SimpleGrid component="search" aria-label="Filters" cols={{ base: 2, sm: 3, lg: 4, xl: 7 }} spacing="sm">
      {children}
    </SimpleGrid>
  );
  if (wide) {
    return (
      <Stack gap="xs" align="stretch">
        {fields}
        {clear && <Group>{clear}</Group>}
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconFilter size={16} aria-hidden />}
          aria-expanded={opened}
          onClick={toggle}
        >
          {count > 0 ? `Filters (${count})` : 'Filters'}
        </Button>
        {clear}
      </Group>
      <Collapse expanded={opened}>{fields}</Collapse>
    </Stack>
  );
}
