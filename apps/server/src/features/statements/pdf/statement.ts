import type { Statement } from '@crypto-erp/contract/statements';
import type { PrintedParty } from '../../documents/pdf/document.ts';

/** Everything that is printed on a statement of account, as plain data that can be sent to another thread. */
export interface PrintedStatement extends Statement {
  company: PrintedParty;
  contact: PrintedParty;
}
