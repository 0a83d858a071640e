/** Scale of the sums made here: the most decimals an amount may have. */
const SCALE = 18;
const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

/** `text` in units of 10^-18. Null when it is not a plain decimal of at most 18 decimals. */
export function toUnits(text: string): bigint | null {
  const match = DECIMAL.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > SCALE) return null;
  const units = BigInt(`${match[2]}${fraction.padEnd(SCALE, '0')}`);
  return match[1] === '-' ? -units : units;
}

/** The shortest decimal text of `units` of 10^-18. */
export function fromUnits(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  const whole = digits.slice(0, -SCALE);
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Exact sum of decimal texts; one that is empty or not a number counts as nothing, as while it is typed. */
export function sum(amounts: readonly string[]): string {
  return fromUnits(amounts.reduce((total, amount) => total + (toUnits(amount) ?? 0n), 0n));
}

/** `amount` with its sign turned; zero stays zero. */
export function negate(amount: string): string {
  if (isZero(amount)) return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** True for 0, 0.00, -0. */
export function isZero(amount: string): boolean {
  return toUnits(amount) === 0n;
}

/** True below zero. */
export function isNegative(amount: string): boolean {
  return amount.startsWith('-') && !isZero(amount);
}

/**
 * `amount` for reading: digits in threes, and at least `decimals` decimals. None is ever cut off, and what is
 * not a decimal comes back unchanged.
 */
export function formatAmount(amount: string, decimals = 0): string {
  const match = DECIMAL.exec(amount);
  if (match === null) return amount;
  const [, sign = '', whole = '', fraction = ''] = match;
  const shown = fraction.replace(/0+$/, '').padEnd(decimals, '0');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${isZero(amount) ? '' : sign.replace('-', '−')}${grouped}${shown === '' ? '' : `.${shown}`}`;
}

/**
 * What a person typed as the decimal text the API takes: spaces and grouping commas go, a decimal comma becomes
 * a point (`1.234,5` and `1,5` too), and `.5`, `5.`, `007` get their usual form. What cannot be read stays as it
 * is, so that the server's message stands beside what was typed; so does `1,500`, which is one and a half to some and
 * fifteen hundred to others.
 */
export function normaliseAmount(typed: string): string {
  const text = typed.replace(/[\s\u00a0\u202f'’_]/g, '').replace('−', '-');
  if (AMBIGUOUS.test(text)) return typed.trim();
  const plain = groupingComma(text) ?? groupingPoint(text) ?? decimalComma(text) ?? text;
  const match = /^(-?)([0-9]*)(?:\.([0-9]*))?$/.exec(plain);
  if (match === null || !/[0-9]/.test(plain)) return typed.trim();
  const whole = (match[2] ?? '').replace(/^0+(?=[0-9])/, '') || '0';
  return `${match[1]}${whole}${match[3] ? `.${match[3]}` : ''}`;
}

/** One comma before exactly three digits: it may group them or part the decimals. `0,125` only parts. */
const AMBIGUOUS = /^-?[1-9][0-9]{0,2},[0-9]{3}$/;

/** `1,234,567` and `1,234.50`, as this page itself writes them. */
function groupingComma(text: string): string | null {
  return /^-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$/.test(text) ? text.replaceAll(',', '') : null;
}

/** `1.234.567` and `1.234,56`; a single point without a comma is a decimal point. */
function groupingPoint(text: string): string | null {
  return /^-?[1-9][0-9]{0,2}((\.[0-9]{3}){2,}(,[0-9]*)?|\.[0-9]{3},[0-9]*)$/.test(text)
    ? text.replaceAll('.', '').replace(',', '.')
    : null;
}

function decimalComma(text: string): string | null {
  return /^-?[0-9]*,[0-9]*$/.test(text) ? text.replace(',', '.') : null;
}
