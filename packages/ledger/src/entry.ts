import { formatDecimal, negateDecimal, parseDecimal, requireFits } from './decimal.ts';
import { LedgerError, type LedgerProblem, LedgerValidationError } from './error.ts';

/** `quantity` of `asset` and its `baseAmount`, in whole units as text; debit positive, credit negative. */
export type EntryLine = { asset: string; quantity: string; baseAmount: string };

/** The same in smallest units: of the line's asset, and of the base asset. */
export type ValidLine = { quantity: bigint; baseAmount: bigint };

export type EntryContext = {
  /** Code of the company's base asset; it is one of `assets`. */
  baseAsset: string;
  /** Every asset a line may be in, by code. */
  assets: ReadonlyMap<string, { decimals: number }>;
};

/**
 * Checks that lines can be posted and reads their amounts. The database refuses the same; this says why, and says
 * all of it at once. Codes: `entry_too_few_lines`, then per line `unknown_asset`, `too_many_decimals`,
 * `amount_too_large`, `invalid_amount`, `line_zero`, `base_amount_mismatch`, then `entry_unbalanced`.
 *
 * A line may have a quantity without base amount (worth nothing) or a base amount without quantity (a revaluation or
 * an exchange difference), but the two never have opposite signs, and in the base asset they are equal.
 * @throws LedgerValidationError with every problem; LedgerError `unknown_asset` when the base asset is not known
 */
export function validateEntry(lines: readonly EntryLine[], context: EntryContext): ValidLine[] {
  const base = context.assets.get(context.baseAsset);
  if (base === undefined) {
    throw new LedgerError('unknown_asset', `The base asset ${context.baseAsset} is not known. Add it first.`);
  }
  const problems: LedgerProblem[] = [];
  if (lines.length < 2) {
    const message = 'An entry has at least two lines: what is debited and what is credited. Add a line.';
    problems.push({ code: 'entry_too_few_lines', field: '/lines', message });
  }
  const valid: ValidLine[] = [];
  for (const [index, line] of lines.entries()) {
    const amounts = validateLine(line, `/lines/${index}`, context, base.decimals, problems);
    if (amounts !== undefined) valid.push(amounts);
  }
  // The balance means something only when every amount was read.
  if (valid.length === lines.length) checkBalance(valid, context.baseAsset, base.decimals, problems);
  if (problems.length > 0) throw new LedgerValidationError(problems);
  return valid;
}

/** Adds the line's problems; undefined when one of its amounts could not be read. */
function validateLine(
  line: EntryLine,
  field: string,
  context: EntryContext,
  baseDecimals: number,
  problems: LedgerProblem[],
): ValidLine | undefined {
  const asset = context.assets.get(line.asset);
  if (asset === undefined) {
    const message = `The asset ${line.asset} is not known. Choose one from the list of assets.`;
    problems.push({ code: 'unknown_asset', field: `${field}/asset`, message });
  }
  const quantity =
    asset && attempt(problems, () => parseDecimal(line.quantity, asset.decimals, `${field}/quantity`));
  const baseAmount = attempt(problems, () =>
    parseDecimal(line.baseAmount, baseDecimals, `${field}/baseAmount`),
  );
  if (quantity === undefined || baseAmount === undefined) return undefined;
  if (quantity === 0n && baseAmount === 0n) {
    const message = 'The line moves nothing. Enter a quantity and a base amount, or remove the line.';
    problems.push({ code: 'line_zero', field, message });
  } else if (line.asset === context.baseAsset && quantity !== baseAmount) {
    const message = `The line is in ${line.asset}, the base asset, so its base amount is its quantity. Make them equal.`;
    problems.push({ code: 'base_amount_mismatch', field: `${field}/baseAmount`, message });
  } else if (quantity * baseAmount < 0n) {
    const message =
      'Quantity and base amount have opposite signs. Make both a debit (+) or both a credit (-).';
    problems.push({ code: 'base_amount_mismatch', field: `${field}/baseAmount`, message });
  }
  return { quantity, baseAmount };
}

function checkBalance(
  lines: readonly ValidLine[],
  baseAsset: string,
  baseDecimals: number,
  problems: LedgerProblem[],
): void {
  const debits = lines.reduce((sum, line) => (line.baseAmount > 0n ? sum + line.baseAmount : sum), 0n);
  const sum = lines.reduce((total, line) => total + line.baseAmount, 0n);
  if (sum !== 0n) {
    const by = `${formatDecimal(sum < 0n ? -sum : sum, baseDecimals)} ${baseAsset}`;
    const message =
      sum > 0n
        ? `Debits exceed credits by ${by}. Correct a line or add a credit of ${by}.`
        : `Credits exceed debits by ${by}. Correct a line or add a debit of ${by}.`;
    problems.push({ code: 'entry_unbalanced', field: '/lines', message });
    return;
  }
  // Amounts that fit one by one can still add up to a total that no column holds.
  attempt(problems, () => requireFits(debits, '/lines'));
}

/** What `read` returns; its LedgerError becomes one more problem. */
function attempt(problems: LedgerProblem[], read: () => bigint): bigint | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    problems.push({ code: error.code, field: error.field ?? '', message: error.message });
    return undefined;
  }
}

/**
 * The lines that undo `lines`: the same in every field, quantity and base amount with the other sign.
 * @throws LedgerError `invalid_amount`
 */
export function reversalOf<Line extends Pick<EntryLine, 'quantity' | 'baseAmount'>>(
  lines: readonly Line[],
): Line[] {
  return lines.map((line) => ({
    ...line,
    quantity: negateDecimal(line.quantity),
    baseAmount: negateDecimal(line.baseAmount),
  }));
}
