import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchLots } from './lots.ts';

test('the bench of lots prints a figure of each size, method and reference', () => {
  const lines: string[] = [];
  benchLots((line) => lines.push(line), 10_000);
  for (const what of ['multiply and add', 'sort by time', 'fifo', 'lifo', 'hifo', 'average']) {
    const sizes = lines.filter((line) => line.startsWith(what)).map((line) => / +([0-9,]+) /.exec(line)?.[1]);
    assert.deepEqual(sizes.slice(0, 3), ['100', '1,000', '10,000'], what);
  }
});
