import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.testing.ts';
import { freshSystem } from './system.testing.ts';

/** What the tests of a file play on; there is nothing before the first test begins. */
export interface Stage {
  system: Awaited<ReturnType<typeof freshSystem>>;
  browser: Browser;
}

/** A fresh system and a browser for the tests of a file: made before the first, ended after the last. */
export function stageFor(options: Parameters<typeof freshSystem>[0] = {}): Stage {
  const stage: Partial<Stage> = {};
  before(async () => {
    stage.system = await freshSystem(options);
    stage.browser = await openBrowser();
  });
  after(async () => {
    await stage.browser?.close();
    await stage.system?.end();
  });
  return stage as Stage;
}
