import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface PageProps {
  title: string;
  /** Beside the title: a status. */
  badge?: ReactNode;
  /** Under the title: a line of explanation. */
  lead?: ReactNode;
  /** Right of the title: buttons. */
  actions?: ReactNode;
  /** For reading and forms; lists take the whole width. */
  narrow?: boolean;
  children: ReactNode;
}

/** One screen: the browser's title, the heading, its buttons and its content. */
export function Page({ title, badge, lead, actions, narrow = false, children }: PageProps) {
  useDocumentTitle(`${title} · Crypto-ERP`);
  return (
    <Box maw={1240} mx="auto">
      <Stack gap="lg" maw={narrow ? 760 : undefined}>
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box miw={0} flex="1 1 9rem">
            <Group gap="sm">
              <Title order={1} style={{ overflowWrap: 'anywhere' }}>
                {title}
              </Title>
              {badge}
            </Group>
            {lead !== undefined && lead !== '' && (
              <Text c="dimmed" mt={4}>
                {lead}
              </Text>
            )}
          </Box>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Box>
  );
}
