import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { PrintedDocument } from './document.ts';
import { exampleDocument, exampleLine } from './example.ts';
import { type Piece, readPdf, rowsOf } from './read-pdf.ts';
import { renderDocument } from './render.ts';

const mixed = 'Ñandú Öl 株式会社 발행 中文 ₿';

async function pagesOf(document: PrintedDocument): Promise<Piece[][]> {
  const pages = readPdf(await renderDocument(document));
  for (const page of pages) {
    for (const piece of page) {
      assert.ok(piece.x >= 47 && piece.x + piece.width <= 549, `"${piece.text}" leaves the page's width`);
      // The foot stands at 34; everything else ends above its rule.
      const inside = Math.round(piece.y) === 34 || (piece.y > 60 && piece.y < 800);
      assert.ok(inside, `"${piece.text}" leaves the page's height`);
    }
  }
  return pages;
}

async function textOf(document: PrintedDocument): Promise<string> {
  const pages = await pagesOf(document);
  return pages.flatMap(rowsOf).join('\n').replaceAll('\u202F', ' ');
}

test('prints the code of the tax agency of Spain, with its words, where there is one', async () => {
  const validationLink = 'https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR?nif=89890001K&numserie=1';
  const text = await textOf(exampleDocument({ validationLink }));
  assert.match(text, /QR tributario:\n.*Factura verificable en la sede electrónica de la AEAT/);
  const bytes = (await renderDocument(exampleDocument({ validationLink }))).toString('latin1');
  assert.ok(bytes.includes(`/URI (${validationLink})`));
  assert.doesNotMatch(await textOf(exampleDocument()), /QR tributario/);
});

test('prints every part of an invoice', async () => {
  const text = await textOf(
    exampleDocument({
      notes: 'Thank you.',
      lines: [exampleLine(), exampleLine({ description: 'Hosting', discountPercent: '12.5', taxCode: null })],
      base: { asset: 'EUR', total: '2798.13', rate: '0.925' },
    }),
  );
  assert.equal(
    text,
    [
      'Norte Labs | Invoice',
      'Calle Mayor 1 | INV-2025-0001',
      '28013 Madrid',
      'Spain',
      'Tax number ESB123',
      'Bill to | Issue date | Currency',
      'Widget Works | 2025-03-01 | USD',
      'Main Street 5',
      'United States | Due date | Reference',
      '2025-03-31 | PO 4711',
      '# | Description | Quantity | Unit price | Discount | Tax | Net USD',
      '1 | Consulting | 2 | 1 250.00 | VAT21 | 2 500.00',
      '2 | Hosting | 2 | 1 250.00 | 12.5 % | 2 500.00',
      'Net | 2 500.00',
      'Tax | 525.00',
      'Total USD | 3 025.00',
      'Total in EUR | 2 798.13',
      'Exchange rate | 1 USD = 0.925 EUR',
      'Tax summary',
      'Code | Tax | Rate | Taxable USD | Tax USD',
      'VAT21 | IVA general | 21 % | 2 500.00 | 525.00',
      'Notes',
      'Thank you.',
      'Invoice INV-2025-0001 · Norte Labs | Page 1 of 1',
    ].join('\n'),
  );
});

test('120 lines fill several pages, each with the heading and its number', async () => {
  const lines = Array.from({ length: 120 }, (_, index) =>
    exampleLine({ description: `Item ${index + 1} ${'with a long description '.repeat(index % 4)}` }),
  );
  const pages = (await pagesOf(exampleDocument({ lines }))).map(rowsOf);
  assert.ok(pages.length >= 4, `${pages.length} pages`);
  pages.forEach((rows, index) => {
    assert.equal(rows.at(-1), `Invoice INV-2025-0001 · Norte Labs | Page ${index + 1} of ${pages.length}`);
    if (index === 0) return;
    assert.equal(rows[0], 'Invoice INV-2025-0001');
    if (rows.some((row) => row.includes('Item'))) {
      assert.equal(rows[1], '# | Description | Quantity | Unit price | Tax | Net USD');
    }
  });
  const numbers = pages.flat().flatMap((row) => /^([0-9]+) \| Item \1 /.exec(`${row} `)?.[1] ?? []);
  assert.deepEqual(
    numbers,
    lines.map((_, index) => String(index + 1)),
  );
});

test('prints Latin, Chinese, Japanese and Korean text in one line', async () => {
  const text = await textOf(
    exampleDocument({
      seller: { name: mixed },
      customer: { name: mixed, address: '서울특별시\n東京都千代田区', country: 'KR' },
      lines: [exampleLine({ description: mixed })],
      notes: mixed,
    }),
  );
  assert.equal(text.split(mixed).length - 1, 5, text);
  assert.match(text, /서울특별시/);
  assert.match(text, /東京都千代田区/);
  assert.doesNotMatch(text, /\uFFFD/);
});

test('amounts end at one edge, their decimal points below each other', async () => {
  const lines = ['1.00', '-1234567.89', '7777.10'].map((net) => exampleLine({ net }));
  const [page = []] = await pagesOf(exampleDocument({ lines }));
  const edges = page
    .filter((piece) => ['1.00', '-1\u202F234\u202F567.89', '7\u202F777.10'].includes(piece.text))
    .map((piece) => Math.round((piece.x + piece.width) * 100));
  assert.equal(edges.length, 3);
  assert.equal(new Set(edges).size, 1, `edges ${edges}`);
});

test('18 decimals stand in full, and zeros that no amount needs go', async () => {
  const quantity = '0.123456789012345678';
  const text = await textOf(
    exampleDocument({
      asset: 'ETH',
      lines: [
        exampleLine({ quantity, unitPrice: '3', net: '0.370370367037037034', tax: '0.000000000000000000' }),
      ],
    }),
  );
  assert.match(text, /0\.123456789012345678 \| 3\.000000000000000000 \| VAT21 \| 0\.370370367037037034/);
  const even = { net: '1.500000000000000000', tax: '0.000000000000000000' };
  const short = await textOf(
    exampleDocument({ ...even, total: even.net, taxSummary: [], lines: [exampleLine(even)] }),
  );
  assert.match(short, /Net \| 1\.50\nTax \| 0\.00\n/);
});

test('yen have no decimals', async () => {
  const sums = { net: '1000000', tax: '100000' };
  const text = await textOf(
    exampleDocument({ ...sums, asset: 'JPY', total: '1100000', taxSummary: [], lines: [exampleLine(sums)] }),
  );
  assert.match(
    text,
    /1 \| Consulting \| 2 \| 1 250 \| VAT21 \| 1 000 000\nNet \| 1 000 000\nTax \| 100 000\nTotal JPY \| 1 100 000\n/,
  );
});

test('says why no tax is charged', async () => {
  const none = { rate: '0', base: '10.00', tax: '0.00' };
  const text = await textOf(
    exampleDocument({
      taxSummary: [
        { ...none, code: 'RC', name: 'EU services', kind: 'reverse-charge', exemptReason: null },
        { ...none, code: 'EX', name: 'Export', kind: 'exempt', exemptReason: 'Article 146 of the directive' },
      ],
    }),
  );
  assert.match(text, /RC \| EU services \| reverse charge \| 10\.00 \| 0\.00/);
  assert.match(text, /RC: Reverse charge\. The customer is liable for the tax\./);
  assert.match(text, /EX: Exempt from tax\. Article 146 of the directive/);
});

test('leaves out what is empty', async () => {
  const text = await textOf(
    exampleDocument({
      seller: { name: 'A' },
      customer: { name: 'B', address: '', country: null, taxNumber: null },
      reference: '',
      taxSummary: [],
      lines: [exampleLine({ taxCode: null })],
    }),
  );
  assert.match(
    text,
    /^A \| Invoice\nINV-2025-0001\nBill to \| Issue date \| Currency\nB \| 2025-03-01 \| USD\n/,
  );
  assert.doesNotMatch(text, /Reference|Tax number|Discount|summary|Notes/);
  assert.match(text, /# \| Description \| Quantity \| Unit price \| Net USD/);
});

test('hostile text stays on the page and breaks nothing', async () => {
  const huge = '12345678901234567890.123456789012345678';
  const hostile = `\u202Egnp.exe\u0007\u0000\u001B \uD800 \u{1F468}\u200D\u{1F469}\u200D\u{1F467} (\\) endobj ${'W'.repeat(160)}`;
  const sums = { net: huge, tax: huge };
  const text = await textOf(
    exampleDocument({
      ...sums,
      seller: { name: 'S'.repeat(200), address: 'line\n'.repeat(150), country: 'not a country' },
      customer: { name: hostile, address: hostile, country: '??', taxNumber: hostile },
      number: 'N'.repeat(40),
      asset: 'A'.repeat(32),
      reference: hostile,
      notes: `${hostile}\n`.repeat(20) + 'note\n'.repeat(120),
      total: huge,
      lines: [
        exampleLine({
          ...sums,
          description: hostile,
          quantity: huge,
          unitPrice: huge,
          discountPercent: '0.000001',
        }),
      ],
      base: { asset: 'B'.repeat(32), total: huge, rate: huge },
    }),
  );
  assert.match(text, /gnp\.exe \uFFFD \uFFFD+ \(\\\) endobj/);
  for (const hidden of '\u202E\u0000\u0007\u001B') assert.ok(!text.includes(hidden));
  assert.equal(text.match(/^note$/gm)?.length, 120);
  assert.equal(text.match(/^line(?: \||$)/gm)?.length, 150);
});

test('refuses a date that is none', async () => {
  await assert.rejects(renderDocument(exampleDocument({ issueDate: 'soon' })), RangeError);
});

test('the same document gives the same bytes, whatever was rendered before', async () => {
  // One glyph draws both U+5C22 and U+2F2A; each document says which it meant.
  const document = exampleDocument({ customer: { name: mixed }, notes: 'fi \u5C22' });
  const first = await renderDocument(document);
  assert.match(await textOf(exampleDocument({ notes: `\u2F2A ffi ${mixed} 日本語` })), /\u2F2A ffi/);
  assert.ok(first.equals(await renderDocument(document)));
  assert.ok(!first.equals(await renderDocument({ ...document, number: 'INV-2025-0002' })));
  assert.match(first.toString('latin1'), /D:20250301000000Z/);
});

test('another process, at another hour of another zone, gives the same bytes', async () => {
  const document = exampleDocument({ customer: { name: mixed } });
  const script = `
    const { createHash } = await import('node:crypto');
    const { renderDocument } = await import(${JSON.stringify(new URL('./render.ts', import.meta.url).href)});
    const pdf = await renderDocument(${JSON.stringify(document)});
    process.stdout.write(createHash('sha256').update(pdf).digest('hex'));`;
  const other = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' },
    encoding: 'utf8',
  });
  assert.equal(
    other,
    createHash('sha256')
      .update(await renderDocument(document))
      .digest('hex'),
  );
});
