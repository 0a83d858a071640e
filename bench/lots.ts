import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LotEngine, type LotEvent } from '../packages/ledger/src/lots/engine.ts';
import type { LotMethod } from '../packages/ledger/src/lots/types.ts';

/** The best of so many counts, as nothing else makes one faster. */
const ROUNDS = 3;
const METHODS: readonly LotMethod[] = ['fifo', 'lifo', 'hifo', 'average'];

/**
 * Runs a million events through the engine, in one thread and in memory, and prints events a second, how the time grows from a
 * hundredth of them, and the memory that the open lots take; beside them, on the same events, what sorting them by time takes and
 * what a loop takes that only multiplies and adds. A figure says nothing about a machine without these.
 */
export function benchLots(log: (line: string) => void, most = 1_000_000): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const all = makeEvents(most);
  // Few events are run often in a row: the processor's clock ticks too slowly for them.
  const sizes = [100, 10, 1].map((repeats) => ({ events: most / repeats, repeats }));
  log(`Node ${process.version}, one thread; ${grouped(most)} events of one asset, three in five acquire.`);
  log('');
  log(row('what', 'events', 'a second', 'times the loop', 'grew', 'n·log n'));

  const loop = sizes.map(({ events, repeats }) => best(repeats, () => addUp(all.slice(0, events))));
  print(log, sizes, 'multiply and add', loop, loop);
  const shuffled = all.map((event, i) => all[(i * 7_919) % most] ?? event);
  const sorting = sizes.map(({ events, repeats }) =>
    best(repeats, () => shuffled.slice(0, events).sort((a, b) => (a.at < b.at ? -1 : 1))),
  );
  print(log, sizes, 'sort by time', sorting, loop);
  for (const method of METHODS) {
    const times = sizes.map(({ events, repeats }) => best(repeats, () => run(all.slice(0, events), method)));
    print(log, sizes, method, times, loop);
  }

  log('');
  for (const method of METHODS) log(memoryOf(all, method, collect));
}

function memoryOf(events: readonly LotEvent[], method: LotMethod, collect: () => void): string {
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  const engine = run(events, method);
  const used = heap() - before;
  let open = 0;
  for (const _ of engine.remaining()) open += 1;
  const each = Math.round(used / open);
  return `${method.padEnd(8)} ${grouped(open).padStart(9)} open lots take ${mebi(used)} MiB, ${each} bytes each`;
}

function run(events: readonly LotEvent[], method: LotMethod): LotEngine<LotEvent> {
  const engine = new LotEngine<LotEvent>({
    method: () => method,
    pool: 'company',
    fees: 'disposal',
    shortfall: 'zero',
    step: 1n,
    missed: () => undefined,
  });
  for (const event of events) engine.apply(event);
  return engine;
}

function addUp(events: readonly LotEvent[]): bigint {
  let sum = 0n;
  for (const { quantity, worth } of events) sum += (quantity * worth) % 1_000_003n;
  return sum;
}

/** Quantities of up to one whole unit of 18 decimals, worth of cents; the same each time. */
function makeEvents(count: number): LotEvent[] {
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  return Array.from({ length: count }, (_, i) => {
    const at = new Date(1_577_836_800_000 + i * 60_000).toISOString();
    return {
      id: `event-${i}`,
      kind: random(5) < 3 ? 'acquire' : 'dispose',
      asset: 'ETH',
      wallet: 'hot',
      toWallet: '',
      at: `${at.slice(0, -1)}000Z`,
      on: at.slice(0, 10),
      position: String(i).padStart(9, '0'),
      quantity: BigInt(1 + random(1_000_000_000)) * 1_000_000_000n,
      worth: BigInt(random(500_000)),
      fee: 0n,
      feeWorth: 0n,
    };
  });
}

/** Milliseconds of this thread on the processor, so that what else the machine does is left out. */
function best(repeats: number, work: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begun = process.threadCpuUsage();
    for (let i = 0; i < repeats; i += 1) work();
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1_000 / repeats;
  });
  return Math.min(...rounds);
}

function print(
  log: (line: string) => void,
  sizes: readonly { events: number }[],
  what: string,
  times: readonly number[],
  loop: readonly number[],
): void {
  const fewest = sizes[0]?.events ?? 1;
  for (const [i, { events }] of sizes.entries()) {
    const [time = 0, first = 0, reference = 0] = [times[i], times[0], loop[i]];
    const nLogN = (events * Math.log(events)) / (fewest * Math.log(fewest));
    const perSecond = Math.round((events / time) * 1_000);
    const ratios = [(time / reference).toFixed(1), (time / first).toFixed(0), nLogN.toFixed(0)];
    log(row(what, grouped(events), grouped(perSecond), ...ratios));
  }
}

const row = (what: string, ...cells: string[]): string =>
  what.padEnd(17) + cells.map((cell) => cell.padStart(15)).join('');
const mebi = (bytes: number): string => grouped(Math.round(bytes / 2 ** 20)).padStart(4);
const grouped = (count: number): string => count.toLocaleString('en-US');

if (import.meta.main) benchLots((line) => console.log(line));
