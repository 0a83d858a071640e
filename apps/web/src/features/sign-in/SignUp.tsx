import { PASSWORD_MIN } from '@crypto-erp/contract/auth';
import { Text, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { CommandForm } from '../../components/CommandForm.tsx';
import { PasswordField } from '../../components/Inputs.tsx';
import { TextLink } from '../../components/Links.tsx';
import { answerOf, api } from '../../lib/api.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { EntryFrame } from './EntryFrame.tsx';
import { useEntered } from './use-entered.ts';

const route = getRouteApi('/sign-up');

/** A new user; a company comes next. */
export function SignUp() {
  const { redirect } = route.useSearch();
  const entered = useEntered(redirect);
  const state = useCommandForm({
    initialValues: { name: '', email: '', password: '' },
    send: (body) => answerOf(api.POST('/v1/auth/sign-up/email', { body })),
    onDone: entered,
  });
  return (
    <EntryFrame title="Sign up" lead="Your company comes next.">
      <CommandForm state={state} label="Sign up" submit="Sign up">
        <TextInput label="Your name" autoComplete="name" {...state.form.getInputProps('name')} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          {...state.form.getInputProps('email')}
        />
        <PasswordField
          label="Password"
          description={`At least ${PASSWORD_MIN} characters`}
          autoComplete="new-password"
          {...state.form.getInputProps('password')}
        />
      </CommandForm>
      <Text size="sm">
        Have an account?{' '}
        <TextLink to="/sign-in" search={redirect === undefined ? {} : { redirect }}>
          Sign in
        </TextLink>
      </Text>
    </EntryFrame>
  );
}
