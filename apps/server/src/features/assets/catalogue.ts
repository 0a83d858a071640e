import type { Asset } from '@crypto-erp/contract/assets';
import { type Database, openDatabase } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { listAssets } from './read-model.ts';

/** How long a loaded catalogue is used, and how soon an unknown code may load it again, in milliseconds. */
const LIFE = { fresh: 60_000, afterMiss: 1_000 };

/** The assets by code, kept in the process: they are few, change rarely and are asked for on every amount. */
export interface AssetCatalogue {
  /** How many decimals the asset has. Throws `unknown_asset`, at `/asset`. */
  decimals(code: string): Promise<number>;
  all(): Promise<ReadonlyMap<string, Asset>>;
}

/**
 * A catalogue that loads when it is first asked. `now` is a clock in milliseconds that never goes back.
 *
 * It loads over a connection of its own: most callers ask from within a transaction, and if each connection of the
 * pool belonged to one that waits for another, none would ever come free.
 */
export function createAssetCatalogue(
  db: Database,
  now: () => number = () => performance.now(),
): AssetCatalogue {
  let loaded: { at: number; assets: ReadonlyMap<string, Asset> } | null = null;
  let loading: Promise<ReadonlyMap<string, Asset>> | null = null;

  function load(): Promise<ReadonlyMap<string, Asset>> {
    loading ??= readAll(db)
      .then((assets) => {
        loaded = { at: now(), assets };
        return assets;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  }

  function loadedWithin(age: number): ReadonlyMap<string, Asset> | null {
    return loaded !== null && now() - loaded.at < age ? loaded.assets : null;
  }

  async function all(): Promise<ReadonlyMap<string, Asset>> {
    return loadedWithin(LIFE.fresh) ?? load();
  }

  return {
    all,
    async decimals(code) {
      const known = (await all()).get(code);
      const asset = known ?? (loadedWithin(LIFE.afterMiss) ?? (await load())).get(code);
      if (asset !== undefined) return asset.decimals;
      throw fieldError(
        'unknown_asset',
        '/asset',
        `There is no asset ${code}: choose one from the list of assets.`,
      );
    },
  };
}

async function readAll(db: Database): Promise<ReadonlyMap<string, Asset>> {
  const { connectionString } = db.pool.options;
  if (connectionString === undefined) throw new Error('A database is opened with its URL.');
  const own = openDatabase(connectionString, 1);
  try {
    const assets = await own.inControl(listAssets);
    return new Map(assets.map((asset) => [asset.code, asset]));
  } finally {
    await own.close();
  }
}
