import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tidyProblems } from './tidy.ts';

const problems = (path: string, text: string) => tidyProblems(new Map([[path, text]]));

const BREACHES: [text: string, why: RegExp][] = [
  ['// TODO: later', /unfinished/],
  ['-- FIXME', /unfinished/],
  ['// biome-ignore lint: no', /switched off/],
  ['// @ts-expect-error', /switched off/],
  ['const a: any = 1;', /`any`/],
  ['f(a as any);', /`any`/],
  ["test.only('x', f);", /left out/],
  ["it.skip('x', f);", /left out/],
  ["test('x', { skip: true }, f);", /left out/],
  ['const n = Number(line.unitPrice);', /never a float/],
  ['parseFloat(totalBase)', /never a float/],
  ['Number.parseFloat(row.base_amount)', /never a float/],
];

for (const [text, why] of BREACHES) {
  test(`"${text}" is refused`, () => {
    assert.equal(problems('a.ts', 'fine;\n').length, 0);
    const found = problems('a.ts', `fine;\n${text}\n`);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', /^a\.ts:2: /);
    assert.match(found[0] ?? '', why);
  });
}

test('what only resembles a breach passes', () => {
  const text = `// Of a company: any member may.\nconst company = 1;\nNumber(row.total_count);\nBigInt(amount);\n`;
  assert.deepEqual(problems('a.ts', text), []);
});

test('a file has at most 400 lines, unless it is given', () => {
  const lines = (count: number) => 'x;\n'.repeat(count);
  assert.deepEqual(problems('a.sql', lines(400)), []);
  assert.match(problems('a.sql', lines(401))[0] ?? '', /401 lines/);
  assert.deepEqual(problems('e2e/fixtures/a.ts', lines(401)), []);
  assert.deepEqual(problems('apps/server/src/db/schema.sql', lines(401)), []);
});

test('links of pages lead somewhere', () => {
  const page = `[a](b.md#part) [c](../README.md) [d](https://x.org) [e](gone.md) [f](./adr/) [g](#here)
<img src="pictures/gone.png">
\`\`\`
[h](in-code.md)
\`\`\`
`;
  const files = new Map([
    ['docs/a.md', page],
    ['docs/b.md', ''],
    ['docs/adr/1.md', ''],
    ['README.md', ''],
  ]);
  assert.deepEqual(tidyProblems(files), [
    'docs/a.md: the link to gone.md leads nowhere',
    'docs/a.md: the link to pictures/gone.png leads nowhere',
  ]);
});
