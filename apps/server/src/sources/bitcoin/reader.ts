import type { ChainReader, ReadStep } from '../chain-reader.ts';
import { SourceError } from '../source-error.ts';
import type { SourceBlock } from '../transfer.ts';
import type { Esplora } from './esplora.ts';
import type { EsploraTransaction } from './esplora-answers.ts';
import { movements } from './movements.ts';

/** How many blocks that hold something a step has at most. */
const BLOCKS_A_STEP = 50;

type Confirmed = EsploraTransaction & { status: { confirmed: true } };

/** Reads a chain of Bitcoin, by its CAIP-2 id, from Esplora. `addresses` of a call are those of one wallet. */
export function createBitcoinReader(chain: string, esplora: Esplora): ChainReader {
  /** What an address has in the blocks `from` to `to`, the newest first. */
  async function inBlocks(
    address: string,
    from: bigint,
    to: bigint,
    signal?: AbortSignal,
  ): Promise<Confirmed[]> {
    const found = new Map<string, Confirmed>();
    const seen = new Set<string>();
    for (let lastSeen: string | null = null; ; ) {
      const page = await esplora.chainTransactions(address, lastSeen, signal);
      const oldest = page.at(-1);
      if (oldest === undefined) return [...found.values()];
      if (seen.has(oldest.txid)) throw unfit('gives the same page twice');
      for (const transaction of page) {
        if (!isConfirmed(transaction)) throw unfit('lists as confirmed what is not');
        const height = BigInt(transaction.status.block_height);
        seen.add(transaction.txid);
        if (height >= from && height <= to) found.set(transaction.txid, transaction);
      }
      if (!isConfirmed(oldest) || BigInt(oldest.status.block_height) < from) return [...found.values()];
      lastSeen = oldest.txid;
    }
  }

  async function hashAt(height: bigint): Promise<string> {
    const hash = await esplora.blockHash(height);
    if (hash === null) throw changed();
    return hash;
  }

  async function* read(
    addresses: readonly string[],
    from: bigint,
    to: bigint,
    signal: AbortSignal,
  ): AsyncGenerator<ReadStep> {
    if (from > to) return;
    const last: SourceBlock = { number: to, hash: await hashAt(to) };
    const found = new Map<string, Confirmed>();
    for (const address of addresses) {
      signal.throwIfAborted();
      for (const one of await inBlocks(address, from, to, signal)) found.set(one.txid, one);
    }
    // A reorganisation within what was read shows in the last block: nothing of it is given away.
    if ((await hashAt(to)) !== last.hash) throw changed();

    const blocks = byBlock([...found.values()]);
    const own = new Set(addresses);
    for (let start = 0; start === 0 || start < blocks.length; start += BLOCKS_A_STEP) {
      const step: ReadStep = { transfers: [], blocks: [], upTo: to };
      for (const [block, transactions] of blocks.slice(start, start + BLOCKS_A_STEP)) {
        const order = await esplora.blockTxids(block.hash, signal);
        const placed = transactions.map((one) => ({ one, place: order.indexOf(one.txid) }));
        if (placed.some(({ place }) => place < 0)) throw unfit('gives a block without its transaction');
        placed.sort((a, b) => a.place - b.place);
        step.transfers.push(...placed.flatMap(({ one, place }) => movements(chain, one, own, place)));
        step.blocks.push(block);
        step.upTo = block.number;
      }
      if (start + BLOCKS_A_STEP >= blocks.length) {
        step.upTo = to;
        if (step.blocks.at(-1)?.number !== to) step.blocks.push(last);
      }
      yield step;
    }
  }

  return {
    chain,
    read,
    async head() {
      const { id, height } = await esplora.block(await esplora.tipHash());
      return { number: BigInt(height), hash: id };
    },
    blockHash: (height) => esplora.blockHash(height),
    async pending(addresses) {
      const found = new Map<string, EsploraTransaction>();
      for (const address of addresses) {
        for (const one of await esplora.mempoolTransactions(address)) {
          if (!one.status.confirmed) found.set(one.txid, one);
        }
      }
      const own = new Set(addresses);
      return [...found.values()].flatMap((one) => movements(chain, one, own, null));
    },
    token: async () => null,
    async balance(address, contract, block) {
      if (contract !== null) return 0n;
      const own = (side: { scriptpubkey_address?: string; value: number } | null) =>
        side?.scriptpubkey_address === address ? BigInt(side.value) : 0n;
      const all = await inBlocks(address, 0n, block);
      return all.reduce(
        (sum, { vin, vout }) =>
          sum +
          vout.reduce((part, output) => part + own(output), 0n) -
          vin.reduce((part, { prevout }) => part + own(prevout), 0n),
        0n,
      );
    },
  };
}

function isConfirmed(transaction: EsploraTransaction): transaction is Confirmed {
  return transaction.status.confirmed;
}

/** Blocks by rising height with their transactions. Two blocks of one height: the chain changed between two pages. */
function byBlock(transactions: readonly Confirmed[]): [SourceBlock, Confirmed[]][] {
  const blocks = new Map<number, [SourceBlock, Confirmed[]]>();
  for (const one of transactions) {
    const { block_height, block_hash } = one.status;
    const known = blocks.get(block_height) ?? [{ number: BigInt(block_height), hash: block_hash }, []];
    if (known[0].hash !== block_hash) throw changed();
    known[1].push(one);
    blocks.set(block_height, known);
  }
  return [...blocks.entries()].sort(([a], [b]) => a - b).map(([, block]) => block);
}

function unfit(what: string): SourceError {
  return new SourceError('source_answer_unfit', `The Esplora endpoint ${what}: change it.`);
}

function changed(): SourceError {
  return new SourceError('source_unreachable', 'The chain changed while it was read: try again.');
}
