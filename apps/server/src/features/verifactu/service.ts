import type { Verifactu, VerifactuInput } from '@crypto-erp/contract/verifactu';
import type { Database, Trx } from '../../db/database.ts';
import { fieldError, versionConflict } from '../../errors.ts';
import type { JobPayload } from '../../jobs/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { lockBooks } from '../entries/service.ts';
import { cancellationText, fingerprint, registrationText } from './fingerprint.ts';
import { lastRecord, unrecordedDocuments, verifactuSettings } from './read-model.ts';
import { type PreviousRecord, type RecordingSystem, recordInstant, spanishDate } from './record.ts';
import { cancellationXml, registrationXml } from './record-xml.ts';
import { registeredDocument, type UnrecordedDocument } from './registered-document.ts';
import { insertRecord, lockChain, saveSettings } from './store.ts';

/**
 * Switches Verifactu on or off, or changes who answers for it. The NIF stays once the chain has begun. Throws
 * `version_conflict`, `in_use` for another NIF, `verifactu_not_possible` outside Spain or with books not in euros.
 */
export async function changeVerifactu(trx: Trx, context: Context, input: VerifactuInput): Promise<Verifactu> {
  const { companyId } = context;
  // Nothing is posted between the check of what is on and the change.
  await lockBooks(trx, companyId);
  const company = await companySettings(trx, companyId);
  if (input.active && (company.country !== 'ES' || company.baseAsset !== 'EUR')) {
    throw fieldError(
      'verifactu_not_possible',
      '/active',
      'Verifactu is for companies in Spain that keep their books in euros.',
    );
  }
  const before = await verifactuSettings(trx, companyId);
  if (before && before.nif !== input.nif && (await lastRecord(trx, companyId)) !== null) {
    throw fieldError('in_use', '/nif', 'The chain of records has begun under the other NIF: it stays.');
  }
  if (!(await saveSettings(trx, companyId, input))) throw versionConflict();
  const after = (await verifactuSettings(trx, companyId)) as Verifactu;
  await writeAudit(trx, {
    ...context,
    action: 'verifactu.changed',
    subjectKind: 'company',
    subjectId: companyId,
    before,
    after,
  });
  return after;
}

/** How many records one transaction writes. */
const BATCH = 500;

/**
 * Writes the record of every posted sales document that has none, in the order of posting, each chained to the one
 * before. A note that voids a document becomes the cancellation of its record. Running twice changes nothing.
 */
export async function recordVerifactu(
  db: Database,
  { companyId }: JobPayload<'record-verifactu'>,
  now: Date = new Date(),
): Promise<void> {
  for (let written = BATCH; written === BATCH; ) {
    written = await db.inCompany(companyId, (trx) => recordBatch(trx, companyId, now));
  }
}

async function recordBatch(trx: Trx, companyId: string, now: Date): Promise<number> {
  await lockChain(trx, companyId);
  const settings = await verifactuSettings(trx, companyId);
  if (!settings?.active) return 0;
  const { timeZone } = await companySettings(trx, companyId);
  const { nif, producerName, producerNif } = settings;
  const system = { producerName, producerNif, version: SYSTEM_VERSION, installation: companyId };
  const documents = await unrecordedDocuments(trx, companyId, BATCH);
  const last = await lastRecord(trx, companyId);
  let previous: PreviousRecord | null = last;
  let sequence = BigInt(last?.sequence ?? '0');
  for (const document of documents) {
    sequence += 1n;
    const record = recordOf(nif, document, previous, system, recordInstant(now, timeZone));
    await insertRecord(trx, companyId, { ...record, nif, sequence, previousHash: previous?.hash ?? null });
    previous = record;
  }
  return documents.length;
}

/** The version of the format and meaning of the records that this software writes. */
const SYSTEM_VERSION = '1.0';

function recordOf(
  nif: string,
  document: UnrecordedDocument,
  previous: PreviousRecord | null,
  system: RecordingSystem,
  generatedAt: string,
) {
  const { id, number, issueDate } = document.voids ?? document;
  const common = {
    nif,
    number,
    issueDate: spanishDate(issueDate),
    previous: previous?.hash ?? '',
    generatedAt,
  };
  const named = { documentId: id, number, issueDate };
  if (document.voids !== null) {
    const hashedText = cancellationText(common);
    const hash = fingerprint(hashedText);
    const xml = cancellationXml({ nif, number, issueDate }, { previous, system, generatedAt, hash });
    return { ...named, kind: 'cancellation' as const, hashedText, hash, xml };
  }
  const registered = registeredDocument(nif, document);
  const hashedText = registrationText({ ...common, ...registered, issueDate: common.issueDate });
  const hash = fingerprint(hashedText);
  const xml = registrationXml(registered, { previous, system, generatedAt, hash });
  return { ...named, kind: 'registration' as const, hashedText, hash, xml };
}
