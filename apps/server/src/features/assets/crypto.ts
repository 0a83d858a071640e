/** A coin or token. `decimals` is how far it divides on its chain. */
export interface CryptoAsset {
  code: string;
  name: string;
  decimals: number;
}

/**
 * The coins and tokens a company can use from its first day: native coins by their chain's smallest unit (satoshi,
 * wei, lamport, drop, …), tokens as their issuer deploys them on their main chain. A bridged copy may divide
 * differently and is another asset. Coins that divide beyond 18 decimals (NEAR has 24) do not fit.
 */
export const CRYPTO_ASSETS: readonly CryptoAsset[] = [
  { code: 'BTC', name: 'Bitcoin', decimals: 8 },
  { code: 'ETH', name: 'Ether', decimals: 18 },
  { code: 'SOL', name: 'Solana', decimals: 9 },
  { code: 'XRP', name: 'XRP', decimals: 6 },
  { code: 'LTC', name: 'Litecoin', decimals: 8 },
  { code: 'BCH', name: 'Bitcoin Cash', decimals: 8 },
  { code: 'ADA', name: 'Cardano', decimals: 6 },
  { code: 'DOT', name: 'Polkadot', decimals: 10 },
  { code: 'DOGE', name: 'Dogecoin', decimals: 8 },
  { code: 'POL', name: 'Polygon', decimals: 18 },
  { code: 'MATIC', name: 'Polygon (before POL)', decimals: 18 },
  { code: 'ATOM', name: 'Cosmos Hub', decimals: 6 },
  { code: 'BNB', name: 'BNB', decimals: 18 },
  { code: 'AVAX', name: 'Avalanche', decimals: 18 },
  { code: 'TRX', name: 'TRON', decimals: 6 },
  { code: 'XLM', name: 'Stellar Lumen', decimals: 7 },
  { code: 'ETC', name: 'Ethereum Classic', decimals: 18 },
  { code: 'XMR', name: 'Monero', decimals: 12 },
  { code: 'ZEC', name: 'Zcash', decimals: 8 },
  { code: 'DASH', name: 'Dash', decimals: 8 },
  { code: 'XTZ', name: 'Tezos', decimals: 6 },
  { code: 'ALGO', name: 'Algorand', decimals: 6 },
  { code: 'KSM', name: 'Kusama', decimals: 12 },
  { code: 'HBAR', name: 'Hedera', decimals: 8 },
  { code: 'TON', name: 'Toncoin', decimals: 9 },
  { code: 'SUI', name: 'Sui', decimals: 9 },
  { code: 'APT', name: 'Aptos', decimals: 8 },
  { code: 'FIL', name: 'Filecoin', decimals: 18 },
  { code: 'USDC', name: 'USD Coin', decimals: 6 },
  { code: 'USDT', name: 'Tether USD', decimals: 6 },
  { code: 'DAI', name: 'Dai', decimals: 18 },
  { code: 'EURC', name: 'Euro Coin', decimals: 6 },
  { code: 'PYUSD', name: 'PayPal USD', decimals: 6 },
  { code: 'WBTC', name: 'Wrapped Bitcoin', decimals: 8 },
  { code: 'WETH', name: 'Wrapped Ether', decimals: 18 },
  { code: 'STETH', name: 'Lido Staked Ether', decimals: 18 },
  { code: 'LINK', name: 'Chainlink', decimals: 18 },
  { code: 'UNI', name: 'Uniswap', decimals: 18 },
  { code: 'AAVE', name: 'Aave', decimals: 18 },
  { code: 'ARB', name: 'Arbitrum', decimals: 18 },
  { code: 'OP', name: 'Optimism', decimals: 18 },
  { code: 'SHIB', name: 'Shiba Inu', decimals: 18 },
];
