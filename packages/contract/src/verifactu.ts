import { type Static, Type } from 'typebox';
import { CalendarDate, Id, Instant, Nullable, Page, PageQuery, ShortText, Version } from './common.ts';

/** A Spanish tax number of a person or a company, without the prefix of the country. */
const Nif = Type.String({ pattern: '^[0-9A-Z][0-9]{7}[0-9A-Z]$' });

const settings = {
  /** Whether documents that are posted from now on are recorded. */
  active: Type.Boolean(),
  nif: Nif,
  /** Which system of the tax agency the QR code on invoices leads to: the one that the records are sent to. */
  environment: Type.Enum(['production', 'test']),
  /** Who answers for the software that writes the records. */
  producerName: ShortText,
  producerNif: Nif,
};

/** `version` is null for the first time. */
export const VerifactuInput = Type.Object(
  { ...settings, version: Nullable(Version) },
  { additionalProperties: false },
);
export type VerifactuInput = Static<typeof VerifactuInput>;
export const Verifactu = Type.Object({
  ...settings,
  activeSince: Instant,
  /** The next records are sent then at the earliest. */
  nextSendAt: Instant,
  version: Version,
});
export type Verifactu = Static<typeof Verifactu>;
/** Null: never switched on. */
export const VerifactuSettings = Type.Object({ settings: Nullable(Verifactu) });

export const VERIFACTU_STATUSES = ['pending', 'accepted', 'accepted-with-errors', 'rejected'] as const;

/** One link of the company's chain. */
export const VerifactuRecord = Type.Object({
  sequence: Type.String({ pattern: '^[1-9][0-9]*$' }),
  documentId: Id,
  kind: Type.Enum(['registration', 'cancellation']),
  number: Type.String(),
  issueDate: CalendarDate,
  hash: Type.String({ pattern: '^[0-9A-F]{64}$' }),
  previousHash: Nullable(Type.String()),
  generatedAt: Instant,
  status: Type.Enum(VERIFACTU_STATUSES),
  answeredAt: Nullable(Instant),
  receipt: Nullable(Type.String()),
  errorCode: Nullable(Type.String()),
  errorMessage: Nullable(Type.String()),
});
export type VerifactuRecord = Static<typeof VerifactuRecord>;
export const VerifactuRecordPage = Page(VerifactuRecord);
export const VerifactuRecordQuery = Type.Object(
  { ...PageQuery, status: Type.Optional(Type.Enum(VERIFACTU_STATUSES)) },
  { additionalProperties: false },
);
export type VerifactuRecordQuery = Static<typeof VerifactuRecordQuery>;
