import { type Static, Type } from 'typebox';
import {
  AssetCode,
  Id,
  Instant,
  LongText,
  NonNegativeDecimal,
  Nullable,
  ShortText,
  Version,
} from './common.ts';
import { PermissionSchema, RoleSchema } from './roles.ts';

export const CHART_TEMPLATES = ['ifrs', 'us-gaap', 'es-pgc'] as const;
export const ChartTemplate = Type.Enum(CHART_TEMPLATES);
export type ChartTemplate = Static<typeof ChartTemplate>;

export const ROUNDING_MODES = ['half-even', 'half-up'] as const;
export const ROUNDING_LEVELS = ['line', 'document'] as const;

/** How tax is rounded: the mode at a tie, and whether once a line or once a document and tax code. */
export const Rounding = Type.Object(
  { mode: Type.Enum(ROUNDING_MODES), level: Type.Enum(ROUNDING_LEVELS) },
  { additionalProperties: false },
);
export type Rounding = Static<typeof Rounding>;

/** ISO 3166-1 alpha-2. */
export const CountryCode = Type.String({ pattern: '^[A-Z]{2}$' });
/** An IANA time zone by area and place, `Europe/Madrid`, or `UTC`. */
export const TimeZone = Type.String({ minLength: 1, maxLength: 64 });

const settings = {
  name: ShortText,
  country: CountryCode,
  timeZone: TimeZone,
  /** Month (1 to 12) whose first day starts the fiscal year. */
  fiscalYearStartMonth: Type.Integer({ minimum: 1, maximum: 12 }),
  rounding: Rounding,
};
/** Those that a company may leave out. */
const details = {
  /** As it stands on documents: VAT identification number, NIF. */
  taxNumber: Nullable(Type.String({ maxLength: 40, pattern: '^[^\\u0000]*$' })),
  address: LongText,
  /** The most that one payment may write off of a document, in the base asset. */
  writeOffLimit: NonNegativeDecimal,
};
const optional = {
  taxNumber: Type.Optional(details.taxNumber),
  address: Type.Optional(details.address),
  writeOffLimit: Type.Optional(details.writeOffLimit),
};

export const CompanyInput = Type.Object(
  { ...settings, ...optional, baseAsset: AssetCode, chartTemplate: ChartTemplate },
  { additionalProperties: false },
);
export type CompanyInput = Static<typeof CompanyInput>;

/** The base asset cannot change: every posted base amount is in it. */
export const CompanyUpdate = Type.Object(
  { ...settings, ...optional, version: Version },
  { additionalProperties: false },
);
export type CompanyUpdate = Static<typeof CompanyUpdate>;

export const Company = Type.Object({
  id: Id,
  ...settings,
  ...details,
  baseAsset: AssetCode,
  chartTemplate: ChartTemplate,
  version: Version,
  createdAt: Instant,
});
export type Company = Static<typeof Company>;

export const Me = Type.Object({
  user: Type.Object({ id: Id, name: Type.String(), email: Type.String(), twoFactorEnabled: Type.Boolean() }),
  companies: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      role: RoleSchema,
      permissions: Type.Array(PermissionSchema),
    }),
  ),
});
export type Me = Static<typeof Me>;
