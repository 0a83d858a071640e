import { escapeXml } from '../../xml.ts';
import {
  type PreviousRecord,
  type RecordingSystem,
  type RecordTax,
  type RegisteredDocument,
  spanishDate,
} from './record.ts';

const NAMESPACE =
  'https://www2.agenciatributaria.gob.es/static_files/common/internet/dep/aplicaciones/es/aeat/tike/cont/ws/';
export const SUMINISTRO_LR = `${NAMESPACE}SuministroLR.xsd`;
export const SUMINISTRO_INFORMACION = `${NAMESPACE}SuministroInformacion.xsd`;
export const RESPUESTA_SUMINISTRO = `${NAMESPACE}RespuestaSuministro.xsd`;

/** What a record has besides its document. */
export interface RecordFrame {
  previous: PreviousRecord | null;
  system: RecordingSystem;
  generatedAt: string;
  hash: string;
}

/** The registration of a document as XML, `RegistroAlta` of SuministroInformacion.xsd, elements in its order. */
export function registrationXml(document: RegisteredDocument, frame: RecordFrame): string {
  const { corrects } = document;
  return element('RegistroAlta', [
    element('IDVersion', '1.0'),
    element('IDFactura', [
      element('IDEmisorFactura', document.nif),
      element('NumSerieFactura', document.number),
      element('FechaExpedicionFactura', spanishDate(document.issueDate)),
    ]),
    element('NombreRazonEmisor', document.companyName.slice(0, 120)),
    element('TipoFactura', document.type),
    // A note states the difference alone ("por diferencias").
    ...(document.type.startsWith('F') ? [] : [element('TipoRectificativa', 'I')]),
    ...(corrects === null
      ? []
      : [
          element('FacturasRectificadas', [
            element('IDFacturaRectificada', [
              element('IDEmisorFactura', document.nif),
              element('NumSerieFactura', corrects.number),
              element('FechaExpedicionFactura', spanishDate(corrects.issueDate)),
            ]),
          ]),
        ]),
    element('DescripcionOperacion', document.description.slice(0, 500)),
    ...(document.recipient === null ? [] : [recipientXml(document.recipient)]),
    element('Desglose', document.taxes.map(taxDetail)),
    element('CuotaTotal', document.taxTotal),
    element('ImporteTotal', document.total),
    ...end(document.nif, frame),
  ]);
}

/** The cancellation of a document's registration, `RegistroAnulacion`. */
export function cancellationXml(
  document: Pick<RegisteredDocument, 'nif' | 'number' | 'issueDate'>,
  frame: RecordFrame,
): string {
  return element('RegistroAnulacion', [
    element('IDVersion', '1.0'),
    element('IDFactura', [
      element('IDEmisorFacturaAnulada', document.nif),
      element('NumSerieFacturaAnulada', document.number),
      element('FechaExpedicionFacturaAnulada', spanishDate(document.issueDate)),
    ]),
    ...end(document.nif, frame),
  ]);
}

/** The request with records in their order: a SOAP 1.1 envelope around `RegFactuSistemaFacturacion`. */
export function submissionXml(company: { name: string; nif: string }, records: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"',
    ` xmlns:sfLR="${SUMINISTRO_LR}" xmlns:sf="${SUMINISTRO_INFORMACION}">`,
    '<soapenv:Header/><soapenv:Body><sfLR:RegFactuSistemaFacturacion><sfLR:Cabecera>',
    element('ObligadoEmision', [
      element('NombreRazon', company.name.slice(0, 120)),
      element('NIF', company.nif),
    ]),
    '</sfLR:Cabecera>',
    ...records.map((record) => `<sfLR:RegistroFactura>${record}</sfLR:RegistroFactura>`),
    '</sfLR:RegFactuSistemaFacturacion></soapenv:Body></soapenv:Envelope>',
  ].join('');
}

/** Whom the invoice is for: by NIF in Spain, else by another number with its country. */
function recipientXml({ name, country, taxNumber }: NonNullable<RegisteredDocument['recipient']>): string {
  const number = taxNumber.replace(/[\s.-]/g, '');
  const identity =
    country === 'ES'
      ? element('NIF', number.replace(/^ES/, ''))
      : element('IDOtro', [
          element('CodigoPais', country),
          // 02: a VAT number of the European Union; 06: another document.
          element('IDType', EU.has(country) ? '02' : '06'),
          element('ID', number.slice(0, 20)),
        ]);
  return element('Destinatarios', [
    element('IDDestinatario', [element('NombreRazon', name.slice(0, 120)), identity]),
  ]);
}

const EU = new Set(
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI SE'.split(' '),
);

/** Impuesto 01 is VAT, ClaveRegimen 01 the general regime; S1 charged, S2 reverse charge, N1 not subject, E1 exempt. */
function taxDetail(tax: RecordTax): string {
  const head = [element('Impuesto', '01'), element('ClaveRegimen', '01')];
  const base = element('BaseImponibleOimporteNoSujeto', tax.base);
  const parts: Record<RecordTax['treatment'], string[]> = {
    charged: [
      element('CalificacionOperacion', 'S1'),
      element('TipoImpositivo', tax.rate),
      base,
      element('CuotaRepercutida', tax.tax),
    ],
    'reverse-charge': [
      element('CalificacionOperacion', 'S2'),
      element('TipoImpositivo', '0.00'),
      base,
      element('CuotaRepercutida', '0.00'),
    ],
    exempt: [element('OperacionExenta', 'E1'), base],
    'not-subject': [element('CalificacionOperacion', 'N1'), base],
  };
  return element('DetalleDesglose', [...head, ...parts[tax.treatment]]);
}

/** What both kinds of record end with. */
function end(nif: string, { previous, system, generatedAt, hash }: RecordFrame): string[] {
  return [
    element(
      'Encadenamiento',
      previous === null
        ? [element('PrimerRegistro', 'S')]
        : [
            element('RegistroAnterior', [
              element('IDEmisorFactura', nif),
              element('NumSerieFactura', previous.number),
              element('FechaExpedicionFactura', spanishDate(previous.issueDate)),
              element('Huella', previous.hash),
            ]),
          ],
    ),
    element('SistemaInformatico', [
      element('NombreRazon', system.producerName.slice(0, 120)),
      element('NIF', system.producerNif),
      element('NombreSistemaInformatico', 'Crypto-ERP'),
      element('IdSistemaInformatico', 'CE'),
      element('Version', system.version),
      element('NumeroInstalacion', system.installation),
      element('TipoUsoPosibleSoloVerifactu', 'S'),
      element('TipoUsoPosibleMultiOT', 'S'),
      element('IndicadorMultiplesOT', 'N'),
    ]),
    element('FechaHoraHusoGenRegistro', generatedAt),
    // 01 is SHA-256.
    element('TipoHuella', '01'),
    element('Huella', hash),
  ];
}

function element(name: string, content: string | string[]): string {
  const inner = typeof content === 'string' ? escapeXml(content.trim()) : content.join('');
  return `<sf:${name}>${inner}</sf:${name}>`;
}
