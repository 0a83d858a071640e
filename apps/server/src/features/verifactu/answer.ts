import { child, childrenOf, parseXml, textAt, type XmlElement, XmlError } from '../../xml.ts';
import type { PendingRecord } from './read-model.ts';
import type { RecordAnswer } from './store.ts';

/** What the tax agency's server said to a submission. */
export interface SubmissionAnswer {
  answers: RecordAnswer[];
  /** How many seconds to wait with the next submission ("TiempoEsperaEnvio"). */
  waitSeconds: number;
}

/** The submission as a whole was refused, or the answer is not of the published shape; every record still waits. */
export class SubmissionError extends Error {}

const STATES = {
  Correcto: 'accepted',
  AceptadoConErrores: 'accepted-with-errors',
  Incorrecto: 'rejected',
} as const;
/** What a record that came twice is on the server already. */
const DUPLICATE_STATES = {
  Correcta: 'accepted',
  AceptadaConErrores: 'accepted-with-errors',
  Anulada: 'accepted',
} as const;
const KINDS: Record<string, PendingRecord['kind']> = { Alta: 'registration', Anulacion: 'cancellation' };

/**
 * Reads the answer, `RespuestaRegFactuSistemaFacturacion` of RespuestaSuministro.xsd in a SOAP envelope. Each line is
 * matched by number and operation with what was sent; a record without a line goes on waiting. A record that the server
 * has already, because an answer of it was lost, counts as what it is there. Throws {@link SubmissionError}.
 */
export function readAnswer(text: string, sent: readonly PendingRecord[]): SubmissionAnswer {
  const body = child(readXml(text), 'Body');
  const fault = textAt(body, 'Fault', 'faultstring');
  if (fault !== null) throw new SubmissionError(`The tax agency refused the submission: ${fault}`);
  const answer = child(body, 'RespuestaRegFactuSistemaFacturacion');
  const wait = textAt(answer, 'TiempoEsperaEnvio') ?? '';
  if (answer === undefined || !/^[0-9]{1,5}$/.test(wait)) {
    throw new SubmissionError('The answer to the submission is not of the published shape.');
  }
  const receipt = textAt(answer, 'CSV');
  const answers = childrenOf(answer, 'RespuestaLinea').flatMap((line) => answerOf(line, sent, receipt));
  return { answers, waitSeconds: Number(wait) };
}

function readXml(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new SubmissionError(`The answer to the submission is no XML: ${error.message}`);
  }
}

function answerOf(line: XmlElement, sent: readonly PendingRecord[], receipt: string | null): RecordAnswer[] {
  const number = textAt(line, 'IDFactura', 'NumSerieFactura');
  const operation = textAt(line, 'Operacion', 'TipoOperacion') ?? textAt(line, 'Operacion') ?? '';
  const record = sent.find((one) => one.number === number && one.kind === KINDS[operation]);
  const state = textAt(line, 'EstadoRegistro') ?? '';
  const duplicate = textAt(line, 'RegistroDuplicado', 'EstadoRegistroDuplicado') ?? '';
  const status = lookUp(DUPLICATE_STATES, duplicate) ?? lookUp(STATES, state);
  if (record === undefined || status === undefined) return [];
  return [
    {
      sequence: record.sequence,
      status,
      receipt,
      errorCode: textAt(line, 'CodigoErrorRegistro'),
      errorMessage: textAt(line, 'DescripcionErrorRegistro'),
    },
  ];
}

function lookUp<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
