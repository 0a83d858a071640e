import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable, ShortText } from './common.ts';
import { RoleSchema } from './roles.ts';

const Email = Type.String({ format: 'email', maxLength: 254 });

export const Member = Type.Object({
  userId: Id,
  name: Type.String(),
  email: Type.String(),
  role: RoleSchema,
  joinedAt: Instant,
});
export type Member = Static<typeof Member>;
export const MemberParams = Type.Object({ companyId: Id, userId: Id });
export const MemberUpdate = Type.Object({ role: RoleSchema }, { additionalProperties: false });
export type MemberUpdate = Static<typeof MemberUpdate>;

export const InvitationInput = Type.Object(
  { email: Email, role: RoleSchema },
  { additionalProperties: false },
);
export type InvitationInput = Static<typeof InvitationInput>;
export const Invitation = Type.Object({
  id: Id,
  email: Type.String(),
  role: RoleSchema,
  expiresAt: Instant,
  createdAt: Instant,
});
export type Invitation = Static<typeof Invitation>;
/** `token` is shown once, to be passed on to the invited person. */
export const InvitationCreated = Type.Object({ ...Invitation.properties, token: Type.String() });
export const InvitationAccept = Type.Object(
  { token: Type.String({ minLength: 20, maxLength: 200 }) },
  { additionalProperties: false },
);
export const InvitationAccepted = Type.Object({ companyId: Id, role: RoleSchema });

export const ApiKeyInput = Type.Object(
  { name: ShortText, role: RoleSchema, expiresAt: Nullable(Instant) },
  { additionalProperties: false },
);
export type ApiKeyInput = Static<typeof ApiKeyInput>;
export const ApiKey = Type.Object({
  id: Id,
  name: Type.String(),
  role: RoleSchema,
  /** The key's first characters, to tell keys apart. */
  prefix: Type.String(),
  expiresAt: Nullable(Instant),
  lastUsedAt: Nullable(Instant),
  createdAt: Instant,
});
export type ApiKey = Static<typeof ApiKey>;
/** `key` is shown once: only its hash is stored. */
export const ApiKeyCreated = Type.Object({ ...ApiKey.properties, key: Type.String() });
