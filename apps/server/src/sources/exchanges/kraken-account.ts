import { SourceError } from '../source-error.ts';
import { type AccountStep, type Call, type StepMaker, stepOf } from './account-step.ts';
import { type Answer, answerOf, unfit } from './answer.ts';
import { readKrakenEntry } from './kraken-ledger.ts';

/** Entries of an answer; the interface allows no other number. */
const PAGE = 50;
/** Seconds that are read again, for what Kraken wrote down late. */
const AGAIN = 86_400;
const READING = /^(query-|export-)/;

/** Throws `SourceError` `source_refused` for a key that may trade or withdraw, as Kraken's GetApiKeyInfo says. */
export async function checkKrakenKey(call: Call): Promise<void> {
  const result = answerOf('kraken', await call('privatePostGetApiKeyInfo', {})).part('result');
  const permissions = result.part('permissions');
  const more = permissions.names.map((name) => permissions.text(name)).filter((name) => !READING.test(name));
  if (more.length > 0) {
    const message = `The key may also ${more.join(', ')}: make one at Kraken that may query only, and set that.`;
    throw new SourceError('source_refused', message);
  }
}

/**
 * Kraken's ledger, the oldest entries first. Kraken answers the newest first and counts from there, so the pages are read
 * from the last; that no page moves meanwhile, the read has a fixed end.
 */
export async function* readKraken(
  call: Call,
  cursor: string | null,
  now: Date,
  signal: AbortSignal,
): AsyncGenerator<AccountStep> {
  const end = Math.floor(now.getTime() / 1000);
  const start = cursor === null ? 0 : Math.max(0, secondsOf(cursor) - AGAIN);
  const range = { start: `${start}`, end: `${end}` };
  const step = stepOf('exchange:kraken');
  const ask = async (offset: number) =>
    answerOf('kraken', await call('privatePostLedgers', { ...range, ofs: `${offset}` })).part('result');
  const newest = await ask(0);
  const count = newest.text('count');
  if (!/^\d{1,9}$/.test(count)) throw unfit('kraken', 'a number as count');
  for (let offset = Math.floor(Math.max(0, Number(count) - 1) / PAGE) * PAGE; offset >= 0; offset -= PAGE) {
    if (signal.aborted) return;
    const result = offset === 0 ? newest : await ask(offset);
    const page = entriesOf(result.part('ledger'), step);
    yield { ...page, cursor: offset === 0 ? `${end}` : page.cursor };
  }
}

/** The entries of a page, turned to the order of time. */
function entriesOf(ledger: Answer, step: StepMaker): AccountStep {
  const entries = ledger.names.map((txid) => ({
    txid,
    entry: ledger.part(txid),
    at: ledger.part(txid).text('time'),
  }));
  entries.sort((a, b) => (instantOf(a.at) < instantOf(b.at) ? -1 : 1));
  const readings = entries.map(({ txid, entry, at }) =>
    readKrakenEntry({
      txid,
      refid: entry.text('refid'),
      at: instantOf(at),
      type: entry.text('type'),
      subtype: entry.text('subtype'),
      asset: entry.text('asset'),
      amount: entry.quantity('amount'),
      fee: entry.quantity('fee'),
    }),
  );
  return step(readings, `${Math.floor(secondsOf(entries.at(-1)?.at ?? '0'))}`);
}

function secondsOf(text: string): number {
  if (!/^\d{1,11}([.]\d+)?$/.test(text)) throw unfit('kraken', 'seconds as time');
  return Number(text.split('.')[0]);
}

/** Of `1520102320.555` seconds since 1970. */
function instantOf(text: string): string {
  const [, fraction = ''] = text.split('.');
  const second = new Date(secondsOf(text) * 1000).toISOString().slice(0, 19);
  return `${second}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}
