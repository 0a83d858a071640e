import { Anchor, Code, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { CommandForm } from '../../components/CommandForm.tsx';
import { PasswordField } from '../../components/Inputs.tsx';
import { SecretOnce } from '../../components/SecretOnce.tsx';
import { answerOf, api, signInAnswer } from '../../lib/api.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

interface Enrolment {
  totpURI: string;
  backupCodes: string[];
}

/** Turns the second factor on: the password, then the app's first code as proof that it works. */
export function TwoFactorSetup({ onClose }: { onClose: () => void }) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const state = useCommandForm<{ password: string }, Enrolment>({
    initialValues: { password: '' },
    send: (body) => signInAnswer<Enrolment>(api.POST('/v1/auth/two-factor/enable', { body })),
    onDone: setEnrolment,
  });
  if (enrolment !== null) return <FirstCode enrolment={enrolment} onClose={onClose} />;
  return (
    <CommandForm state={state} label="Turn on two-factor sign-in" submit="Continue" onCancel={onClose}>
      <PasswordField
        label="Password"
        autoComplete="current-password"
        data-autofocus
        {...state.form.getInputProps('password')}
      />
    </CommandForm>
  );
}

function FirstCode({ enrolment, onClose }: { enrolment: Enrolment; onClose: () => void }) {
  const state = useCommandForm({
    initialValues: { code: '' },
    send: ({ code }) =>
      answerOf(api.POST('/v1/auth/two-factor/verify-totp', { body: { code: code.replaceAll(/\s/g, '') } })),
    onDone: onClose,
  });
  const secret = new URL(enrolment.totpURI).searchParams.get('secret') ?? '';
  return (
    <CommandForm state={state} label="First code" submit="Turn on" onCancel={onClose}>
      <Stack gap="xs">
        <Text size="sm">
          Enter this key in your authenticator app, or <Anchor href={enrolment.totpURI}>open the app</Anchor>{' '}
          on this device.
        </Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </Code>
      </Stack>
      <SecretOnce
        title="Keep the backup codes"
        text="Each of them opens your account once when the app is lost. They are not shown again."
        secret={enrolment.backupCodes.join('\n')}
      />
      <TextInput
        label="Code from the app"
        inputMode="numeric"
        autoComplete="one-time-code"
        {...state.form.getInputProps('code')}
      />
    </CommandForm>
  );
}
