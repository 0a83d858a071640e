import { type Static, Type } from 'typebox';
import { ShortText } from './common.ts';

/** What the sign-in endpoints under `/v1/auth` take. */

/** The fewest characters of a new password. */
export const PASSWORD_MIN = 10;

const Email = Type.String({ format: 'email', maxLength: 254, pattern: '^[^\\u0000]*$' });
/** A password to check, which may be older than today's rule for new ones. */
const Password = Type.String({ minLength: 1, maxLength: 128 });
const NewPassword = Type.String({ minLength: PASSWORD_MIN, maxLength: 128 });
const strict = { additionalProperties: false };

export const SignUp = Type.Object({ name: ShortText, email: Email, password: NewPassword }, strict);
export type SignUp = Static<typeof SignUp>;

/** With `rememberMe` false the cookie ends with the browser's session. */
export const SignIn = Type.Object(
  { email: Email, password: Password, rememberMe: Type.Optional(Type.Boolean()) },
  strict,
);
export type SignIn = Static<typeof SignIn>;

export const PasswordConfirmation = Type.Object({ password: Password }, strict);
export type PasswordConfirmation = Static<typeof PasswordConfirmation>;

export const PasswordChange = Type.Object(
  {
    currentPassword: Password,
    newPassword: NewPassword,
    revokeOtherSessions: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type PasswordChange = Static<typeof PasswordChange>;

/** A TOTP or backup code. A trusted device is not asked for a second factor for 30 days. */
export const SecondFactor = Type.Object(
  {
    code: Type.String({ minLength: 6, maxLength: 40, pattern: '^[\\x21-\\x7e]+$' }),
    trustDevice: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type SecondFactor = Static<typeof SecondFactor>;

export const SessionEnd = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' }) },
  strict,
);
export type SessionEnd = Static<typeof SessionEnd>;

export const ProfileUpdate = Type.Object({ name: ShortText }, strict);
export type ProfileUpdate = Static<typeof ProfileUpdate>;

/** The body of a command that takes nothing: absent or `{}`. */
export const Nothing = Type.Object({}, strict);
