import { type Damage, type Given, rowsOf } from './damage.testing.ts';

/** Damages to commands, imports, notes, attachments, events and webhooks. */
export function commandDamages(given: Given): Damage[] {
  const { mine } = rowsOf(given);
  /** An import of so many records that is done, and the entries that it made. */
  const importOf = (records: number, made: readonly string[]) => `
    INSERT INTO erp.imports (company_id, id, kind, name, state, actor, sha256, rows, records, rows_done, records_done)
    VALUES ('${given.company.companyId}', '${given.company.companyId}', 'entries', '', 'done', '{}', repeat('0', 64),
      ${records}, ${records}, ${records}, ${records});
    INSERT INTO erp.import_records (company_id, import_id, line, reference, subject_kind, subject_id)
    SELECT '${given.company.companyId}', '${given.company.companyId}', n, '', 'entry', id
    FROM unnest('{${made.join()}}'::uuid[]) WITH ORDINALITY AS m (id, n)`;
  return [
    {
      what: 'an import that made less than it says',
      sql: () => importOf(1, []),
      broken: ['imports'],
      row: { state: 'done', records_done: 1, made: 0, problem: 'counts differ' },
    },
    {
      what: 'an import whose entry is not there',
      sql: () => importOf(2, [given.company.manual, given.company.open.id]),
      broken: ['imports'],
      row: { problem: 'what it made is not there' },
    },
    {
      what: 'a key without its answer',
      sql: () =>
        `INSERT INTO erp.idempotency_keys (company_id, key, request_hash) VALUES ('${given.company.companyId}', 'k', 'h')`,
      broken: ['idempotency answers unique'],
      row: { key: 'k', problem: 'has no answer' },
    },
    {
      what: 'two keys that made the same invoice',
      sql: () =>
        `INSERT INTO erp.idempotency_keys (company_id, key, request_hash, status, answer) SELECT company_id, 'twice', 'h', status, answer FROM erp.idempotency_keys WHERE ${mine()} AND answer ->> 'id' = '${given.company.open.id}'`,
      broken: ['idempotency answers unique'],
      row: { status: 201 },
    },
    {
      what: 'an audit record of another transaction',
      sql: () =>
        `UPDATE erp.audit_log SET at = at - interval '1 hour' WHERE ${mine()} AND subject_id = '${given.company.manual}'`,
      broken: ['audit rows present'],
      row: { kind: 'entry', number: 'JE-2026-00001' },
    },
    {
      what: 'a comment on what is not there',
      sql: () => `UPDATE erp.comments SET subject_id = gen_random_uuid() WHERE ${mine()}`,
      broken: ['notes have their subject'],
      row: { note: 'comment', subject_kind: 'contact' },
    },
    {
      what: 'an attachment with other bytes',
      sql: () => `UPDATE erp.attachment_contents SET content = 'a,c' WHERE ${mine()}`,
      broken: ['attachments are whole'],
      row: { file_name: 'list.csv', size: 3, stored_size: 3 },
    },
    {
      what: 'an attachment without its bytes',
      sql: () => `DELETE FROM erp.attachment_contents WHERE ${mine()}`,
      broken: ['attachments are whole'],
      row: { file_name: 'list.csv', stored_size: null },
    },
    {
      what: 'an attachment whose object is not on record',
      sql: () => `UPDATE erp.attachments SET storage = 's3' WHERE ${mine()}`,
      broken: ['attachments are whole'],
      row: { storage: 's3' },
    },
    ...(['manual', 'open', 'part'] as const).map((name) => ({
      what: `a deleted audit record of ${name === 'manual' ? 'an entry' : name === 'open' ? 'an invoice' : 'a payment'}`,
      sql: () => {
        const subject = name === 'manual' ? given.company.manual : given.company[name].id;
        return `DELETE FROM erp.audit_log WHERE ${mine()} AND subject_id = '${subject}'`;
      },
      broken: ['audit rows present', 'webhooks once per event'],
    })),
    {
      what: 'a deleted event',
      sql: () => `DELETE FROM erp.events WHERE ${mine()} AND sequence = 2`,
      broken: ['webhooks once per event'],
      row: { problem: 'an audit record without its event' },
    },
    {
      what: 'an event that the audit log knows nothing of',
      sql: () =>
        `INSERT INTO erp.events (company_id, id, sequence) SELECT company_id, gen_random_uuid(), sequence + 1 FROM erp.event_heads WHERE ${mine()}`,
      broken: ['webhooks once per event'],
      row: { problem: 'has no audit record' },
    },
    {
      what: 'a skipped sequence',
      sql: () =>
        `UPDATE erp.events SET sequence = sequence + 1 WHERE ${mine()} AND sequence = (SELECT max(sequence) FROM erp.events WHERE ${mine()})`,
      broken: ['webhooks once per event'],
      row: { problem: 'not the next sequence' },
    },
    {
      what: 'a head that is behind',
      sql: () => `UPDATE erp.event_heads SET sequence = sequence - 1 WHERE ${mine()}`,
      broken: ['webhooks once per event'],
      row: { problem: 'the head is not the last sequence' },
    },
    {
      what: 'a missing delivery',
      sql: () =>
        `DELETE FROM erp.webhook_deliveries WHERE ${mine()} AND sequence = (SELECT max(sequence) FROM erp.webhook_deliveries WHERE ${mine()})`,
      broken: ['webhooks once per event'],
      row: { problem: 'no delivery, or not one of this sequence' },
    },
    {
      what: 'a delivery too many',
      sql: () =>
        `INSERT INTO erp.webhook_deliveries (company_id, webhook_id, event_id, sequence, subject) SELECT e.company_id, '${given.company.webhook.id}', e.id, e.sequence, 'invoice' FROM erp.events e JOIN erp.audit_log a ON a.company_id = e.company_id AND a.id = e.id WHERE a.company_id = '${given.company.companyId}' AND a.action = 'invoice.posted' LIMIT 1`,
      broken: ['webhooks once per event'],
      row: { problem: 'a delivery that nobody subscribed to' },
    },
    {
      what: 'an event delivered twice',
      sql: () =>
        `ALTER TABLE erp.webhook_deliveries DROP CONSTRAINT webhook_deliveries_pkey CASCADE, DROP CONSTRAINT webhook_deliveries_company_id_webhook_id_sequence_key; INSERT INTO erp.webhook_deliveries SELECT * FROM erp.webhook_deliveries WHERE ${mine()} LIMIT 1`,
      broken: ['webhooks once per event'],
      row: { problem: '2 deliveries' },
    },
  ];
}
