import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importProblems, importsOf } from './imports.ts';

const S = 'apps/server/src';

/** Each file maps to what it imports. */
function problems(files: Record<string, string[]>): string[] {
  const texts = Object.entries(files).map(([path, names]): [string, string] => [
    path,
    names.map((name) => `import { x } from '${name}';`).join('\n'),
  ]);
  return importProblems(new Map(texts));
}

test('every form of import is seen, and a text that only looks like one is not', () => {
  const text = `import a, { type B } from './a.ts';
import type {
  C,
} from "./c.ts";
import './side.ts';
export { d } from './d.ts';
export * from './e.ts';
const f = await import('./f.ts');
export const g = 'copied from './not.ts';
`;
  assert.deepEqual(importsOf(text).sort(), ['./a.ts', './c.ts', './d.ts', './e.ts', './f.ts', './side.ts']);
});

test('what the design allows passes', () => {
  const allowed = {
    'packages/ledger/src/money.ts': [],
    'packages/ledger/src/entry.ts': ['./money.ts'],
    'packages/contract/src/common.ts': ['typebox'],
    'apps/web/src/main.tsx': ['react', '@crypto-erp/contract/common', '@crypto-erp/ledger/money'],
    [`${S}/db/database.ts`]: ['pg', 'node:fs'],
    [`${S}/features/invoices/store.ts`]: [
      '../../db/database.ts',
      './types.ts',
      '@crypto-erp/contract/common',
    ],
    [`${S}/features/invoices/types.ts`]: [],
    [`${S}/features/invoices/service.ts`]: ['./store.ts', '../contacts/read-model.ts'],
    [`${S}/features/invoices/routes.ts`]: ['./service.ts', './read-model.ts'],
    [`${S}/features/invoices/store.test.ts`]: ['../contacts/store.ts'],
  };
  assert.deepEqual(problems(allowed), []);
});

const WRONG: [from: string, to: string, why: RegExp][] = [
  ['packages/ledger/src/a.ts', 'node:fs', /ledger imports nothing/],
  ['packages/ledger/src/a.ts', '@crypto-erp/contract/common', /ledger imports nothing/],
  ['packages/contract/src/a.ts', 'pg', /only typebox/],
  ['apps/web/src/a.tsx', '../../server/src/env.ts', /never import each other/],
  ['apps/web/src/a.tsx', '@crypto-erp/server/src/env', /never import each other/],
  [`${S}/api.ts`, '../../web/src/main.tsx', /never import each other/],
  [`${S}/db/a.ts`, '../features/invoices/service.ts', /db knows nothing/],
  [`${S}/db/a.ts`, '../http/errors.ts', /db knows nothing/],
  [`${S}/features/invoices/routes.ts`, './store.ts', /through the service/],
  [`${S}/features/invoices/jobs.ts`, './lines-store.ts', /through the service/],
  [`${S}/features/invoices/store.ts`, '../../http/errors.ts', /imports only db/],
  [`${S}/features/invoices/read-model.ts`, '../contacts/service.ts', /imports only db/],
  [`${S}/features/invoices/service.ts`, '../contacts/store.ts', /through its service/],
  [`${S}/features/invoices/service.ts`, '../contacts/routes.ts', /through its service/],
];

for (const [from, to, why] of WRONG) {
  test(`${from} must not import ${to}`, () => {
    const found = problems({ [from]: [to] });
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', why);
  });
}

test('a circle is named', () => {
  const found = problems({
    'scripts/a.ts': ['./b.ts'],
    'scripts/b.ts': ['./c.ts'],
    'scripts/c.ts': ['./b.ts'],
  });
  assert.deepEqual(found, ['scripts/b.ts → scripts/c.ts → scripts/b.ts: a circle']);
});

test('the environment is read in one place', () => {
  const text = 'console.log(process.env.HOME);';
  const paths = [`${S}/env.ts`, `${S}/api.ts`, `${S}/api.test.ts`, 'e2e/first-hour.test.ts'];
  const found = importProblems(new Map(paths.map((path) => [path, text])));
  assert.deepEqual(found, [`${S}/api.ts: only env.ts reads process.env`]);
  const handed = (rest: string) =>
    importProblems(new Map([[`${S}/main.ts`, `readEnv(process.env${rest}, []);`]]));
  assert.deepEqual([handed('').length, handed('.HOME').length], [0, 1]);
});
