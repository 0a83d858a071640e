/** A chain of Bitcoin and how it writes its addresses and keys. */
export interface BitcoinNetwork {
  name: 'mainnet' | 'testnet3' | 'testnet4' | 'signet' | 'regtest';
  /** CAIP-2: the first 32 hexadecimal digits of the genesis block's hash. */
  chain: string;
  /** What stands before the `1` of a bech32 address. */
  bech32: string;
  /** Version bytes of base58check addresses. */
  pubKeyHash: number;
  scriptHash: number;
  /** Test networks share the prefixes of their extended keys (tpub, upub, vpub). */
  test: boolean;
}

const TEST = { bech32: 'tb', pubKeyHash: 0x6f, scriptHash: 0xc4, test: true };

/** The chain ids follow from the hashes of the genesis blocks in Bitcoin Core's `chainparams`. */
export const BITCOIN_NETWORKS: readonly BitcoinNetwork[] = [
  {
    name: 'mainnet',
    chain: 'bip122:000000000019d6689c085ae165831e93',
    bech32: 'bc',
    pubKeyHash: 0x00,
    scriptHash: 0x05,
    test: false,
  },
  { name: 'testnet3', chain: 'bip122:000000000933ea01ad0ee984209779ba', ...TEST },
  { name: 'testnet4', chain: 'bip122:00000000da84f2bafbbc53dee25a72ae', ...TEST },
  { name: 'signet', chain: 'bip122:00000008819873e925422c1ff0f99f7c', ...TEST },
  { name: 'regtest', chain: 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328', ...TEST, bech32: 'bcrt' },
];

/** The network of a CAIP-2 chain id. Undefined: no chain of Bitcoin that we know. */
export function bitcoinNetwork(chain: string): BitcoinNetwork | undefined {
  return BITCOIN_NETWORKS.find((network) => network.chain === chain);
}
