import { Text, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { CommandForm } from '../../components/CommandForm.tsx';
import { PasswordField } from '../../components/Inputs.tsx';
import { TextLink } from '../../components/Links.tsx';
import { api, signInAnswer } from '../../lib/api.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { EntryFrame } from './EntryFrame.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { useEntered } from './use-entered.ts';

const route = getRouteApi('/sign-in');

interface SignInAnswer {
  twoFactorRedirect?: boolean;
}

/** E-mail and password, then the code where the user has a second factor. */
export function SignIn() {
  const { redirect } = route.useSearch();
  const [second, setSecond] = useState(false);
  const entered = useEntered(redirect);
  const state = useCommandForm({
    initialValues: { email: '', password: '' },
    send: (body) => signInAnswer<SignInAnswer>(api.POST('/v1/auth/sign-in/email', { body })),
    onDone: (answer) => (answer.twoFactorRedirect === true ? setSecond(true) : entered()),
  });
  if (second) return <SecondFactor onDone={entered} onBack={() => setSecond(false)} />;
  return (
    <EntryFrame title="Sign in">
      <CommandForm state={state} label="Sign in" submit="Sign in">
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          data-autofocus
          {...state.form.getInputProps('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          {...state.form.getInputProps('password')}
        />
      </CommandForm>
      <Text size="sm">
        No account yet?{' '}
        <TextLink to="/sign-up" search={redirect === undefined ? {} : { redirect }}>
          Sign up
        </TextLink>
      </Text>
    </EntryFrame>
  );
}
