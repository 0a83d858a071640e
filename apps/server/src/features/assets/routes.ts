import { AssetList } from '@crypto-erp/contract/assets';
import type { Database } from '../../db/database.ts';
import type { App } from '../../http/types.ts';
import { listAssets } from './read-model.ts';

export function assetsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/assets',
    {
      config: { permission: 'signed-in' },
      schema: { tags: ['assets'], summary: 'List assets by code', response: { 200: AssetList } },
    },
    async () => ({ items: await db.inControl(listAssets) }),
  );
}
