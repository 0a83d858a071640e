import {
  Nothing,
  PasswordChange,
  PasswordConfirmation,
  ProfileUpdate,
  SecondFactor,
  SessionEnd,
  SignIn,
  SignUp,
} from '@crypto-erp/contract/auth';
import type { TSchema } from 'typebox';

export interface AuthEndpoint {
  method: 'GET' | 'POST';
  path: string;
  summary: string;
  permission: 'public' | 'signed-in';
  body?: TSchema;
  /** `failures`: it checks a secret that could be guessed. `all`: it makes something for whoever asks. */
  limit?: 'failures' | 'all';
}

/** All of the sign-in library that is reachable. A code and a sign-out also come from someone not signed in. */
export const AUTH_ENDPOINTS: readonly AuthEndpoint[] = [
  {
    method: 'POST',
    path: '/sign-up/email',
    summary: 'Make a user and sign in',
    permission: 'public',
    body: SignUp,
    limit: 'all',
  },
  {
    method: 'POST',
    path: '/sign-in/email',
    summary: 'Sign in with a password',
    permission: 'public',
    body: SignIn,
    limit: 'failures',
  },
  { method: 'POST', path: '/sign-out', summary: 'Sign out', permission: 'public', body: Nothing },
  {
    method: 'GET',
    path: '/get-session',
    summary: 'The session of the cookie, or null',
    permission: 'public',
  },
  { method: 'GET', path: '/list-sessions', summary: 'List the live sessions', permission: 'signed-in' },
  {
    method: 'POST',
    path: '/revoke-session',
    summary: 'End one session',
    permission: 'signed-in',
    body: SessionEnd,
  },
  {
    method: 'POST',
    path: '/revoke-sessions',
    summary: 'End every session',
    permission: 'signed-in',
    body: Nothing,
  },
  {
    method: 'POST',
    path: '/revoke-other-sessions',
    summary: 'End every session but this one',
    permission: 'signed-in',
    body: Nothing,
  },
  {
    method: 'POST',
    path: '/update-user',
    summary: 'Change the name',
    permission: 'signed-in',
    body: ProfileUpdate,
  },
  {
    method: 'POST',
    path: '/change-password',
    summary: 'Change the password',
    permission: 'signed-in',
    body: PasswordChange,
    limit: 'failures',
  },
  {
    method: 'POST',
    path: '/two-factor/enable',
    summary: 'Begin to use a second factor',
    permission: 'signed-in',
    body: PasswordConfirmation,
    limit: 'failures',
  },
  {
    method: 'POST',
    path: '/two-factor/disable',
    summary: 'Stop using a second factor',
    permission: 'signed-in',
    body: PasswordConfirmation,
    limit: 'failures',
  },
  {
    method: 'POST',
    path: '/two-factor/get-totp-uri',
    summary: "Show the authenticator's address again",
    permission: 'signed-in',
    body: PasswordConfirmation,
    limit: 'failures',
  },
  {
    method: 'POST',
    path: '/two-factor/generate-backup-codes',
    summary: 'Make new backup codes',
    permission: 'signed-in',
    body: PasswordConfirmation,
    limit: 'failures',
  },
  {
    method: 'POST',
    path: '/two-factor/verify-totp',
    summary: 'Give a code of the authenticator',
    permission: 'public',
    body: SecondFactor,
    limit: 'failures',
  },
  {
    method: 'POST',
    path: '/two-factor/verify-backup-code',
    summary: 'Give a backup code',
    permission: 'public',
    body: SecondFactor,
    limit: 'failures',
  },
];
