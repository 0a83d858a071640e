import type { BankLine } from '@crypto-erp/contract/bank-lines';
import type { BankRule } from '@crypto-erp/contract/bank-rules';
import { units } from '../bank-statements/parsed.ts';

/** Every text of the line, one after the other. */
export function textOf(line: BankLine): string {
  const { counterpartyName, counterpartyIban, text, reference, endToEndId } = line;
  return [counterpartyName, counterpartyIban, text, reference, endToEndId].join(' ');
}

/** The first of the rules, in their order, that the line fits, or undefined. */
export function ruleOf(line: BankLine, rules: readonly BankRule[]): BankRule | undefined {
  const amount = units(line.amount);
  const size = amount < 0n ? -amount : amount;
  const text = textOf(line).toLowerCase();
  return rules.find(
    (rule) =>
      (rule.bankAccountId === null || rule.bankAccountId === line.bankAccountId) &&
      (rule.direction === null || (rule.direction === 'in') === amount > 0n) &&
      text.includes(rule.contains.trim().toLowerCase()) &&
      (rule.minAmount === null || units(rule.minAmount) <= size) &&
      (rule.maxAmount === null || size <= units(rule.maxAmount)),
  );
}

/** Why the rule is meant, in words. */
export function reasonOf(rule: BankRule): string {
  const { contains, minAmount, maxAmount } = rule;
  const parts = [
    ...(contains.trim() === '' ? [] : [`the text contains "${contains.trim()}"`]),
    ...(minAmount === null ? [] : [`the amount is ${minAmount} or more`]),
    ...(maxAmount === null ? [] : [`the amount is ${maxAmount} or less`]),
  ];
  return `Rule "${rule.name}": ${parts.join(', ')}`;
}
