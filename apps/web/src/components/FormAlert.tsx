import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { FormProblem } from '../lib/use-command-form.ts';

/** Why the server refused the form; messages that have a field stand there instead. */
export function FormAlert({ refusal }: { refusal: FormProblem | null }) {
  if (refusal === null) return null;
  const { problem, detail, unplaced, marked } = refusal;
  const more = unplaced.filter((message) => message !== detail);
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle />}
      title={marked > 0 ? 'Check the marked fields' : problem.title}
      role="alert"
      tabIndex={-1}
    >
      <Text size="sm">{detail}</Text>
      {more.length > 0 && (
        <List size="sm" mt="xs">
          {more.map((message) => (
            <List.Item key={message}>{message}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
