import { Button, Modal, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CommandForm } from '../../components/CommandForm.tsx';
import { PasswordField } from '../../components/Inputs.tsx';
import { Section } from '../../components/Section.tsx';
import { answerOf, api } from '../../lib/api.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { TwoFactorSetup } from './TwoFactorSetup.tsx';

/** The second factor at sign-in: a code from an authenticator app. */
export function TwoFactorSection({ enabled }: { enabled: boolean }) {
  const [opened, modal] = useDisclosure(false);
  return (
    <Section title="Two-factor sign-in">
      <Paper withBorder p="md">
        <Stack align="flex-start" gap="sm">
          <Text>
            {enabled
              ? 'On: signing in asks for a code from your authenticator app.'
              : 'Off: your password alone opens your account. An authenticator app makes it safer.'}
          </Text>
          <Button variant={enabled ? 'default' : 'filled'} onClick={modal.open}>
            {enabled ? 'Turn off' : 'Turn on'}
          </Button>
        </Stack>
      </Paper>
      <Modal
        opened={opened}
        onClose={modal.close}
        title={enabled ? 'Turn off two-factor sign-in' : 'Turn on two-factor sign-in'}
      >
        {enabled ? <TurnOff onClose={modal.close} /> : <TwoFactorSetup onClose={modal.close} />}
      </Modal>
    </Section>
  );
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const state = useCommandForm({
    initialValues: { password: '' },
    send: (body) => answerOf(api.POST('/v1/auth/two-factor/disable', { body })),
    onDone: onClose,
  });
  return (
    <CommandForm state={state} label="Turn off two-factor sign-in" submit="Turn off" onCancel={onClose}>
      <PasswordField
        label="Password"
        autoComplete="current-password"
        data-autofocus
        {...state.form.getInputProps('password')}
      />
    </CommandForm>
  );
}
