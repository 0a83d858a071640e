import type { SourceBlock } from './transfer.ts';

/**
 * The newest of the blocks that were kept which is still on the chain, or null when none is: everything above it has been
 * undone by a reorganisation. `kept` is newest first. A block on the chain has its ancestors there too, so steps double
 * until one is found and are halved from there: a fork of depth d costs about twice log2(d) requests.
 */
export async function newestOnChain(
  kept: readonly SourceBlock[],
  blockHash: (height: bigint) => Promise<string | null>,
): Promise<SourceBlock | null> {
  const stands = async (block: SourceBlock) => (await blockHash(block.number)) === block.hash;
  let undone = -1;
  let standing = kept.length;
  for (let at = 0; at < kept.length; at = 2 * at + 1) {
    const block = kept[at];
    if (block === undefined) break;
    if (await stands(block)) {
      standing = at;
      break;
    }
    undone = at;
  }
  while (standing - undone > 1) {
    const middle = Math.floor((undone + standing) / 2);
    const block = kept[middle];
    if (block !== undefined && (await stands(block))) standing = middle;
    else undone = middle;
  }
  return kept[standing] ?? null;
}
