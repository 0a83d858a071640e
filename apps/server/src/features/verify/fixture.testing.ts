import type { Document, InvoiceInput } from '@crypto-erp/contract/documents';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { createSeal } from '../../secrets.ts';
import { accountsByRole } from '../../testing/accounts-by-role.ts';
import { testBooks } from '../../testing/books.ts';
import { CONTACT, WEBHOOK } from '../../testing/documents.ts';
import { decide, submit } from '../approvals/service.ts';
import { type AssetCatalogue, createAssetCatalogue } from '../assets/catalogue.ts';
import { attach } from '../attachments/service.ts';
import type { Context } from '../audit-log/context.ts';
import { writeComment } from '../comments/service.ts';
import { createContact } from '../contacts/service.ts';
import { createDimension, createDimensionValue } from '../dimensions/service.ts';
import { prepareDocument } from '../documents/posting.ts';
import { voidDocument } from '../documents/service.ts';
import { createDraft } from '../entries/drafts.ts';
import { createPostQueue } from '../entries/post-queue.ts';
import { prepareEntry, reverseEntry } from '../entries/service.ts';
import { sequenceEvents } from '../events/service.ts';
import { closeFiscalYear } from '../fiscal-years/service.ts';
import { payDocument, reversePayment } from '../payments/service.ts';
import { closePeriod } from '../periods/service.ts';
import { runRecurring } from '../recurring/run.ts';
import { createRecurring } from '../recurring/service.ts';
import { postRevaluation } from '../revaluations/service.ts';
import { createTax } from '../taxes/service.ts';
import { changeVerifactu, recordVerifactu } from '../verifactu/service.ts';
import { createWebhook, SEAL_PURPOSE } from '../webhooks/service.ts';
import { bankOf } from './bank-fixture.testing.ts';
import { cryptoOf } from './crypto-fixture.testing.ts';

/**
 * The books of a small company, made by the services themselves: manual entries and a reversal; invoices in the base
 * currency and in another, one open, one paid in two parts at other rates, one void; a payment that was
 * reversed; a revaluation; a draft that was approved; an entry that recurs and one of a project; a closed year and a
 * closed month; two bank statements; a contact with a comment and an attachment; crypto
 * that was bought, moved and sold. A webhook is told of contacts and
 * entries.
 */
export async function smallCompany() {
  const books = await testBooks();
  const { db, mine } = books;
  const { companyId } = mine;
  const assets = createAssetCatalogue(db);
  const posts = createPostQueue(db);
  const within = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.inCompany(companyId, work);
  const command = () => ({ key: newId(), hash: newId() });

  await within(async (trx) => {
    await sql`INSERT INTO erp.rates (source, asset, date, per_euro) VALUES ('ecb', 'USD', '2026-01-05', 1.1),
      ('ecb', 'USD', '2026-02-02', 1.2), ('ecb', 'USD', '2026-02-16', 0.97),
      ('ecb', 'USD', '2026-02-27', 1.25)`.execute(trx);
  });
  const roles = await within((trx) => accountsByRole(trx, companyId));
  const role = (name: Parameters<typeof roles.get>[0]): string => {
    const id = roles.get(name);
    if (id === undefined) throw new Error(`The chart has no ${name} account.`);
    return id;
  };

  async function post(
    date: string,
    debit: string,
    credit: string,
    amount: string,
    dimensionValueIds: string[] = [],
  ): Promise<string> {
    const line = (accountId: string, quantity: string) => ({
      accountId,
      asset: 'EUR',
      quantity,
      baseAmount: quantity,
      dimensionValueIds,
    });
    const content = {
      date,
      description: 'By hand',
      lines: [line(debit, amount), line(credit, `-${amount}`)],
    };
    const item = await within((trx) => prepareEntry(trx, mine, assets, content, command()));
    return String((await posts.post(companyId, item)).id);
  }

  const webhook = await within((trx) =>
    createWebhook(
      trx,
      mine,
      { seal: createSeal(newId(), SEAL_PURPOSE), allowPrivate: true },
      { ...WEBHOOK, eventTypes: ['contact.created', 'entry.posted'] },
    ),
  );
  await within((trx) =>
    changeVerifactu(trx, mine, {
      active: true,
      nif: 'B12345674',
      environment: 'test',
      producerName: 'Acme',
      producerNif: 'B12345674',
      version: null,
    }),
  );
  const contact = await within((trx) => createContact(trx, mine, { ...CONTACT, name: 'Ann Buyer' }));
  const tax = await within((trx) =>
    createTax(trx, mine, {
      code: 'V21',
      name: 'VAT 21 %',
      kind: 'standard',
      rate: '21',
      inclusive: false,
      exemptReason: null,
      accountId: role('tax_payable'),
    }),
  );

  async function invoice(issueDate: string, asset: string, unitPrice: string): Promise<Document> {
    const line = { description: 'Work', quantity: '3', discountPercent: '0', accountId: null };
    const content: InvoiceInput = {
      status: 'posted',
      contactId: contact.id,
      issueDate,
      dueDate: null,
      paymentTermsId: null,
      asset,
      reference: '',
      notes: '',
      lines: [
        { ...line, unitPrice, taxId: tax.id },
        { ...line, unitPrice: '1.11', taxId: null },
      ],
    };
    const item = await within((trx) =>
      prepareDocument(trx, mine, assets, { kind: 'invoice', side: 'sales' }, content, command()),
    );
    return (await posts.post(companyId, item)) as unknown as Document;
  }
  const pay = (id: string, date: string, amount: string) =>
    within((trx) =>
      payDocument(
        trx,
        mine,
        assets,
        { kind: 'invoice', id },
        { date, amount, accountId: null, reference: '' },
      ),
    );

  const manual = await post('2026-01-07', role('bank'), role('retained_earnings'), '10000');
  const bank = await within((trx) =>
    bankOf(trx, mine, assets, { accountId: role('bank'), paidIn: manual, amount: '10000' }),
  );
  const mistake = await post('2026-01-08', role('rounding'), role('bank'), '0.05');
  await within((trx) => reverseEntry(trx, mine, mistake, { date: '2026-02-01', description: 'Undone' }));
  const paid = await invoice('2026-01-09', 'USD', '99.99');
  const open = await invoice('2026-01-10', 'EUR', '50');
  const openUsd = await invoice('2026-02-03', 'USD', '7.77');
  const undone = await invoice('2026-02-04', 'EUR', '12');
  await within((trx) =>
    voidDocument(trx, mine, assets, 'invoice', undone.id, { date: '2026-02-05', reason: 'Wrong buyer' }),
  );
  const part = await pay(paid.id, '2026-02-03', '100');
  await pay(paid.id, '2026-02-17', formatDecimal(parseDecimal(paid.total, 2) - 100_00n, 2));
  const bounced = await pay(open.id, '2026-02-10', '20');
  await within((trx) => reversePayment(trx, mine, bounced.id, { date: '2026-02-12', reason: 'Bounced' }));
  await pay(openUsd.id, '2026-02-18', '1.5');
  const recurring = await within((trx) =>
    createRecurring(trx, mine, assets, {
      name: 'Rent',
      kind: 'entry',
      mode: 'post',
      rule: 'FREQ=MONTHLY;COUNT=2',
      startsOn: '2026-03-31',
      endsOn: null,
      proRata: false,
      content: {
        description: 'Rent',
        lines: ['7', '-7'].map((amount, i) => ({
          accountId: role(i === 0 ? 'rounding' : 'bank'),
          asset: 'EUR',
          quantity: amount,
          baseAmount: amount,
        })),
      },
    }),
  );
  await within((trx) => runRecurring(trx, mine, assets, '2026-03-31'));
  await within((trx) => postRevaluation(trx, mine, assets, { date: '2026-02-28' }));
  const approval = await within((trx) => approvedDraft(trx, companyId, assets, role('bank')));
  await post('2025-12-15', role('bank'), role('sales'), '5');
  await within((trx) => closeFiscalYear(trx, mine, assets, 2025));
  await within((trx) => closePeriod(trx, mine, '2026-01'));
  const subject = { subjectKind: 'contact' as const, subjectId: contact.id };
  const file = {
    id: newId(),
    subject,
    fileName: 'list.csv',
    type: 'text/csv' as const,
    content: Buffer.from('a,b'),
  };
  await within(async (trx) => {
    await writeComment(trx, mine, { ...subject, text: 'Look', mentions: [] });
    await attach(trx, mine, file, 'database');
  });
  const dimension = await within((trx) => createDimension(trx, mine, { name: 'Project' }));
  const project = await within((trx) =>
    createDimensionValue(trx, mine, { dimensionId: dimension.id, code: 'P1', name: 'First' }),
  );
  await post('2026-02-20', role('rounding'), role('bank'), '3', [project.id]);

  const crypto = await within((trx) => cryptoOf(trx, mine, assets, role('crypto_holdings')));

  await within((trx) => sequenceEvents(trx, companyId));

  await recordVerifactu(db, { companyId });

  const documents = { paid, open, undone, part, bounced };
  return {
    ...books,
    companyId,
    webhook,
    role,
    manual,
    mistake,
    ...documents,
    approval,
    recurring,
    bank,
    crypto,
  };
}

/** A draft that one user wrote and another approved: the approval, and who wrote. */
async function approvedDraft(trx: Trx, companyId: string, assets: AssetCatalogue, accountId: string) {
  const context = (id: string): Context => ({ companyId, actor: { kind: 'user', id, ip: null } });
  const [author, approver] = [newId(), newId()];
  const line = { accountId, asset: 'EUR', quantity: '1', baseAmount: '1' };
  const content = { date: '2026-03-01', description: 'To be approved', lines: [line] };
  const { id: subjectId } = await createDraft(trx, context(author), assets, content);
  const asked = await submit(trx, context(author), assets, { kind: 'entry', subjectId, version: 1 });
  const people = [{ userId: approver, role: 'approver' as const }];
  const { id } = await decide(trx, context(approver), asked.id, 'approved', '', people);
  return { id, author };
}
