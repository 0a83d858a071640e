import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable, Page, PageQuery, Version } from './common.ts';
import { EVENT_TYPES, EventType } from './events.ts';

const fields = {
  url: Type.String({ minLength: 8, maxLength: 2000, pattern: '^https?://[\\x21-\\x7e]+$' }),
  description: Type.String({ maxLength: 200, pattern: '^[^\\u0000]*$' }),
  /** The types that are sent; null is every type, those to come included. */
  eventTypes: Nullable(
    Type.Array(EventType, { minItems: 1, maxItems: EVENT_TYPES.length, uniqueItems: true }),
  ),
  /** Events that happen while it is not active are never sent. */
  active: Type.Boolean(),
};

export const WebhookInput = Type.Object(fields, { additionalProperties: false });
export type WebhookInput = Static<typeof WebhookInput>;
export const WebhookUpdate = Type.Object({ ...fields, version: Version }, { additionalProperties: false });
export type WebhookUpdate = Static<typeof WebhookUpdate>;
export const Webhook = Type.Object({
  id: Id,
  ...fields,
  /** Until when the secret before the last rotation signs too. */
  previousSecretUntil: Nullable(Instant),
  version: Version,
  createdAt: Instant,
});
export type Webhook = Static<typeof Webhook>;
/** `secret` is shown once. */
export const WebhookCreated = Type.Object({ ...Webhook.properties, secret: Type.String() });
export type WebhookCreated = Static<typeof WebhookCreated>;
export const WebhookPage = Page(Webhook);
export const WebhookQuery = Type.Object(PageQuery, { additionalProperties: false });
export type WebhookQuery = Static<typeof WebhookQuery>;

export const DELIVERY_STATUSES = ['waiting', 'sending', 'delivered', 'given-up'] as const;
const DeliveryStatus = Type.Enum(DELIVERY_STATUSES);

/** One attempt: the answer's status and how it began, or why there was none. */
export const WebhookAttempt = Type.Object({
  attempt: Type.Integer({ minimum: 1 }),
  at: Instant,
  statusCode: Nullable(Type.Integer()),
  durationMs: Type.Integer({ minimum: 0 }),
  error: Nullable(Type.String()),
  excerpt: Type.String(),
});
export type WebhookAttempt = Static<typeof WebhookAttempt>;

/** An event on its way to a webhook. Attempts are kept for 30 days, the last of them is shown in the list. */
export const WebhookDelivery = Type.Object({
  eventId: Id,
  sequence: Type.Integer({ minimum: 1 }),
  type: Type.String(),
  subject: Type.Object({ kind: Type.String(), id: Nullable(Id) }),
  status: DeliveryStatus,
  /** How many attempts were begun. */
  attempts: Type.Integer({ minimum: 0 }),
  nextAttemptAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  lastAttempt: Nullable(WebhookAttempt),
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;
export const WebhookDeliveryPage = Page(WebhookDelivery);
export const WebhookDeliveryQuery = Type.Object(
  { ...PageQuery, status: Type.Optional(DeliveryStatus) },
  { additionalProperties: false },
);
export type WebhookDeliveryQuery = Static<typeof WebhookDeliveryQuery>;
export const WebhookDeliveryDetail = Type.Object({
  ...WebhookDelivery.properties,
  attemptLog: Type.Array(WebhookAttempt),
});
export type WebhookDeliveryDetail = Static<typeof WebhookDeliveryDetail>;
export const WebhookDeliveryParams = Type.Object({ companyId: Id, id: Id, eventId: Id });
