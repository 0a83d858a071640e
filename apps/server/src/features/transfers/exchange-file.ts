import { createHash } from 'node:crypto';
import type { Asset } from '@crypto-erp/contract/assets';
import type { ExchangeFile } from '@crypto-erp/contract/exchange-files';
import type { ImportError } from '@crypto-erp/contract/imports';
import { divideRounded, formatDecimal, powerOfTen } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError } from '../../errors.ts';
import { EXCHANGE_FORMATS } from '../../sources/exchanges/formats.ts';
import { openExchangeFile } from '../../sources/exchanges/read-file.ts';
import type { Transfer } from '../../sources/transfer.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { FileError, readCsv } from '../imports/csv.ts';
import { requireWallet } from '../wallets/service.ts';
import { countKnown, insertReported, type ReportedTransfer } from './store.ts';

const KEPT_REMARKS = 1_000;
/** Rows of a file; more are sent as several. */
const MAX_ROWS = 100_000;
const AT_ONCE = 5_000;

/**
 * Brings the file of an exchange into a wallet, whole or not at all; what the wallet has already is left as it is. A dry run
 * adds nothing. Throws `not_found`, `wallet_archived`, `import_has_errors` where a row is refused, `too_many_rows`, and what
 * keeps a file from being read: `unknown_file_format`, `empty_file`, `wrong_encoding`, `csv_malformed`, `csv_too_large`.
 */
export async function importExchangeFile(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  walletId: string,
  { bytes, dryRun, round }: { bytes: Buffer; dryRun: boolean; round: boolean },
): Promise<ExchangeFile> {
  const { companyId } = context;
  const wallet = await requireWallet(trx, companyId, walletId);
  if (wallet.archived) throw new DomainError('wallet_archived', 'This wallet is archived: restore it first.');
  const { reported, ...read } = await readWhole(bytes, { assets: await assets.all(), round });
  const result: ExchangeFile = { ...read, transfers: reported.length, added: 0 };
  if (result.problemCount > 0 && !dryRun) {
    throw new DomainError(
      'import_has_errors',
      `${result.problemCount} rows are refused: see which by a dry run, mend the file and send it again.`,
    );
  }
  for (let from = 0; from < reported.length; from += AT_ONCE) {
    const part = reported.slice(from, from + AT_ONCE);
    result.added += dryRun
      ? part.length - (await countKnown(trx, companyId, walletId, part))
      : await insertReported(trx, companyId, walletId, part);
  }
  if (!dryRun) {
    const { format, rows, transfers, added, rounded } = result;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const subject = { subjectKind: 'wallet', subjectId: walletId };
    const after = { format, rows, transfers, added, rounded, sha256 };
    await writeAudit(trx, { ...context, action: 'wallet.file-imported', ...subject, before: null, after });
  }
  return result;
}

type ReadFile = Omit<ExchangeFile, 'transfers' | 'added'> & { reported: ReportedTransfer[] };

interface Keeping {
  assets: ReadonlyMap<string, Asset>;
  round: boolean;
}

async function readWhole(bytes: Buffer, keeping: Keeping): Promise<ReadFile> {
  async function* pieces() {
    yield bytes;
  }
  try {
    const { format, rows } = await openExchangeFile(readCsv(pieces()), EXCHANGE_FORMATS);
    const read: ReadFile = {
      format: format.name,
      rows: 0,
      rounded: 0,
      problemCount: 0,
      problems: [],
      noticeCount: 0,
      notices: [],
      reported: [],
    };
    for await (const { line, transfers, problem, notice } of rows) {
      read.rows += 1;
      if (read.rows > MAX_ROWS) {
        throw new DomainError(
          'too_many_rows',
          `A file has at most ${MAX_ROWS} rows: send it as several, by days.`,
        );
      }
      const found = problem ? { wrong: problem } : keep(line, transfers, keeping);
      if ('wrong' in found) {
        read.problemCount += 1;
        if (read.problems.length < KEPT_REMARKS) read.problems.push(found.wrong);
      } else {
        read.reported.push(...found.kept);
        read.rounded += found.rounded;
      }
      if (notice) {
        read.noticeCount += 1;
        if (read.notices.length < KEPT_REMARKS) read.notices.push(notice);
      }
    }
    return read;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new DomainError(error.code, `Line ${error.line}: ${error.message}`);
  }
}

/**
 * The transfers of a row as the wallet keeps them, and how many were rounded; of one that rounds to nothing there is none.
 * Or why they cannot be kept.
 */
function keep(
  line: number,
  transfers: readonly Transfer[],
  { assets, round }: Keeping,
): { kept: ReportedTransfer[]; rounded: number } | { wrong: ImportError } {
  const kept: ReportedTransfer[] = [];
  let rounded = 0;
  for (const transfer of transfers) {
    const { symbol, decimals: written } = transfer.asset;
    const asset = assets.get(symbol ?? '');
    if (asset === undefined) {
      const message = `There is no asset ${symbol}: leave the row out, or have the asset added.`;
      return { wrong: { line, column: null, code: 'unknown_asset', message } };
    }
    const step = powerOfTen(Math.max(0, written - asset.decimals));
    const isFiner = transfer.amount % step !== 0n;
    if (isFiner && !round) {
      const message = `${symbol} has ${asset.decimals} decimals, and an amount of the row more: send the file to be rounded.`;
      return { wrong: { line, column: null, code: 'too_many_decimals', message } };
    }
    const amount = divideRounded(transfer.amount, step, 'half-even');
    if (isFiner) rounded += 1;
    if (amount > 0n)
      kept.push(reportedAs(transfer, asset.code, formatDecimal(amount, Math.min(written, asset.decimals))));
  }
  return { kept, rounded };
}

function reportedAs(one: Transfer, asset: string, quantity: string): ReportedTransfer {
  const { source, transaction, index, direction, kind, counterparty, at, position } = one;
  if (at === null) throw new Error('An exchange names the time of each transfer.');
  const id = newId();
  return {
    id,
    source,
    transaction,
    place: index,
    direction,
    kind,
    asset,
    quantity,
    counterparty,
    at,
    position,
  };
}
