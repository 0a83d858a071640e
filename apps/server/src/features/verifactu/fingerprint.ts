import { createHash } from 'node:crypto';

/** What the fingerprint of a registration ("registro de facturación de alta") is made of, as the record states it. */
export interface RegistrationFields {
  nif: string;
  number: string;
  /** `dd-mm-yyyy`. */
  issueDate: string;
  type: string;
  taxTotal: string;
  total: string;
  /** The fingerprint of the record before, of whatever kind; empty for the first. */
  previous: string;
  /** ISO 8601 with seconds and the offset, `2024-01-01T19:20:30+01:00`. */
  generatedAt: string;
}

/** What the fingerprint of a cancellation ("registro de facturación de anulación") is made of. */
export type CancellationFields = Pick<
  RegistrationFields,
  'nif' | 'number' | 'issueDate' | 'previous' | 'generatedAt'
>;

/**
 * The text that is hashed for a registration: names and values in the published order, each value trimmed. Source: tax
 * agency of Spain (AEAT), technical specification of the fingerprint of invoicing records, version 0.1.2, section 3.
 */
export function registrationText(fields: RegistrationFields): string {
  return joined([
    ['IDEmisorFactura', fields.nif],
    ['NumSerieFactura', fields.number],
    ['FechaExpedicionFactura', fields.issueDate],
    ['TipoFactura', fields.type],
    ['CuotaTotal', fields.taxTotal],
    ['ImporteTotal', fields.total],
    ['Huella', fields.previous],
    ['FechaHoraHusoGenRegistro', fields.generatedAt],
  ]);
}

/** The text that is hashed for a cancellation; source as {@link registrationText}. */
export function cancellationText(fields: CancellationFields): string {
  return joined([
    ['IDEmisorFacturaAnulada', fields.nif],
    ['NumSerieFacturaAnulada', fields.number],
    ['FechaExpedicionFacturaAnulada', fields.issueDate],
    ['Huella', fields.previous],
    ['FechaHoraHusoGenRegistro', fields.generatedAt],
  ]);
}

/** SHA-256 of the text in UTF-8, as 64 hexadecimal digits in capitals. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').toUpperCase();
}

function joined(pairs: [name: string, value: string][]): string {
  return pairs.map(([name, value]) => `${name}=${value.trim()}`).join('&');
}
