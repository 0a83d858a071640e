import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { ColorSchemeMenu } from '../../app/ColorSchemeMenu.tsx';

interface EntryFrameProps {
  title: string;
  lead?: ReactNode;
  width?: number;
  children: ReactNode;
}

/** The frame of the screens outside of a company: signing in and up, a new company, an invitation. */
export function EntryFrame({ title, lead, width = 420, children }: EntryFrameProps) {
  useDocumentTitle(`${title} · Crypto-ERP`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={width} gap="lg">
        <Group justify="space-between">
          <Group gap="xs">
            <img src="/favicon.svg" alt="" width={28} height={28} />
            <Text fw={650}>Crypto-ERP</Text>
          </Group>
          <ColorSchemeMenu />
        </Group>
        <Paper withBorder p={{ base: 'md', xs: 'xl' }}>
          <Title order={1}>{title}</Title>
          {lead !== undefined && (
            <Text c="dimmed" mt={4}>
              {lead}
            </Text>
          )}
          <Stack mt="lg">{children}</Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
