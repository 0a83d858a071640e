import { type Static, Type } from 'typebox';
import { Id } from './common.ts';
import { Document } from './documents.ts';

/** The most bytes of an e-invoice that comes in. */
export const MAX_E_INVOICE_BYTES = 5 * 1024 * 1024;

/** What became of an e-invoice that came in. */
export const ImportedBill = Type.Object({
  /** The draft of a bill, or of a credit note of a supplier. */
  document: Document,
  contact: Type.Object({
    id: Id,
    /** Whether the supplier was not known and is a new contact. */
    created: Type.Boolean(),
  }),
  /** Sums that the draft computes otherwise than the supplier, by a different rounding most often: look at them. */
  differences: Type.Array(
    Type.Object({
      field: Type.Enum(['net', 'tax', 'total']),
      stated: Type.String(),
      computed: Type.String(),
    }),
  ),
});
export type ImportedBill = Static<typeof ImportedBill>;
