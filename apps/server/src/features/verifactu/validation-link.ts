import type { Validation } from './read-model.ts';
import { spanishDate } from './record.ts';

const HOSTS: Record<Validation['environment'], string> = {
  production: 'https://www2.agenciatributaria.gob.es',
  test: 'https://prewww2.aeat.es',
};

/**
 * The address that an invoice's QR code holds, where its receiver sees whether the tax agency has it. Source: AEAT,
 * characteristics of the QR code and of the validation service: values are percent-encoded in UTF-8.
 */
export function validationLink({ environment, nif, number, issueDate, total }: Validation): string {
  const values = [
    ['nif', nif],
    ['numserie', number],
    ['fecha', spanishDate(issueDate)],
    ['importe', total],
  ] as const;
  const query = values.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${HOSTS[environment]}/wlpl/TIKE-CONT/ValidarQR?${query}`;
}
