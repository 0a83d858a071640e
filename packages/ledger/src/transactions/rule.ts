/** A transfer as a rule sees it. */
export interface RuledTransfer {
  walletId: string;
  direction: 'in' | 'out';
  kind: string;
  asset: string;
  /** In 18 decimals, whatever the asset has. */
  quantity: bigint;
  counterparty: string | null;
  method: string | null;
}

/** What a rule asks of one transfer, all of it at once; null asks for nothing. Quantities in 18 decimals. */
export interface RuleConditions {
  walletId: string | null;
  direction: 'in' | 'out' | null;
  kind: string | null;
  asset: string | null;
  /** Held somewhere in the counterparty's name or address, in any case. */
  counterparty: string | null;
  method: string | null;
  minQuantity: bigint | null;
  maxQuantity: bigint | null;
}

/**
 * The first of `rules` that one of the transfers of a transaction meets, or null. The network's fee is asked only by a rule
 * about fees, or where there is nothing else: what is paid to send something does not say what was sent.
 */
export function firstRule<Rule extends RuleConditions>(
  rules: readonly Rule[],
  transfers: readonly RuledTransfer[],
): Rule | null {
  const moved = transfers.filter(({ kind }) => kind !== 'fee');
  const plain = moved.length > 0 ? moved : transfers;
  return (
    rules.find((rule) => (rule.kind === 'fee' ? transfers : plain).some((one) => meets(one, rule))) ?? null
  );
}

function meets(transfer: RuledTransfer, rule: RuleConditions): boolean {
  const same = (asked: string | null, is: string | null) => asked === null || asked === is;
  const holds = (asked: string | null, text: string | null) =>
    asked === null || (text ?? '').toLowerCase().includes(asked.toLowerCase());
  return (
    same(rule.walletId, transfer.walletId) &&
    same(rule.direction, transfer.direction) &&
    same(rule.kind, transfer.kind) &&
    same(rule.asset, transfer.asset) &&
    same(rule.method, transfer.method) &&
    holds(rule.counterparty, transfer.counterparty) &&
    (rule.minQuantity === null || transfer.quantity >= rule.minQuantity) &&
    (rule.maxQuantity === null || transfer.quantity <= rule.maxQuantity)
  );
}
