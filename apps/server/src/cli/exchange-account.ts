import { DomainError } from '../errors.ts';
import { ACCOUNT_EXCHANGES, type AccountOptions, openExchangeAccount } from '../sources/exchanges/account.ts';
import { SourceError } from '../sources/source-error.ts';
import { TRANSFER_COLUMNS, transferRow } from './transfer-rows.ts';

/**
 * Prints what an account at an exchange says as CSV, a transfer a row. `input` is the key, a line break and its secret;
 * nothing is kept. Tells every step's cursor, from which another run goes on. Throws `invalid_input`; false: the exchange did
 * not do its part.
 */
export async function showExchangeAccount(
  { exchange: name, cursor, input }: { exchange: string; cursor: string | null; input: string },
  print: (line: string) => void,
  tell: (line: string) => void,
  options: AccountOptions = {},
): Promise<boolean> {
  const exchange = ACCOUNT_EXCHANGES.find((one) => one === name);
  if (exchange === undefined) {
    throw new DomainError('invalid_input', `There are the exchanges ${ACCOUNT_EXCHANGES.join(', ')}.`);
  }
  const [apiKey, secret, ...more] = input.trim().split(/\s+/);
  if (!apiKey || !secret || more.length > 0) {
    throw new DomainError('invalid_input', 'Send the key and its secret to the standard input, a line each.');
  }
  const account = openExchangeAccount(exchange, { apiKey, secret }, options);
  try {
    await account.checkKey();
    print(TRANSFER_COLUMNS);
    for await (const step of account.read(cursor, new AbortController().signal)) {
      for (const transfer of step.transfers) print(transferRow(transfer));
      for (const { code, message } of step.notices) tell(`${code}: ${message}`);
      tell(`${step.transfers.length} transfers up to the cursor ${step.cursor}`);
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    tell(`${error.code}: ${error.message}`);
    return false;
  }
  return true;
}
