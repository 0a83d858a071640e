import type { ImportKind } from '@crypto-erp/contract/imports';
import type { Work } from '../format.ts';
import { type Machine, machine } from '../machine.ts';
import { accountsFormat } from './accounts.ts';
import { contactsFormat } from './contacts.ts';
import { billsFormat, invoicesFormat } from './documents.ts';
import { entriesFormat } from './entries.ts';
import { openingBalancesFormat } from './opening-balances.ts';

/** What checks and makes the records of each kind of file. One serves one job. */
export const MACHINES: Readonly<Record<ImportKind, (work: Work) => Machine>> = {
  contacts: (work) => machine(contactsFormat(work)),
  accounts: (work) => machine(accountsFormat(work)),
  'opening-balances': (work) => machine(openingBalancesFormat(work)),
  entries: (work) => machine(entriesFormat(work)),
  invoices: (work) => machine(invoicesFormat(work)),
  bills: (work) => machine(billsFormat(work)),
};
