import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttachmentType } from '@crypto-erp/contract/attachments';
import { refused } from '../../testing/books.ts';
import { checkedType } from './content-type.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const ODS_TYPE = 'application/vnd.oasis.opendocument.spreadsheet';

/** A ZIP archive of one file that is not compressed, as OpenDocument starts with its type. */
function zip(name: string, text: string): Buffer {
  const [path, content] = [Buffer.from(name), Buffer.from(text)];
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt32LE(content.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(path.length, 26);
  return Buffer.concat([head, path, content]);
}

const TAKEN: [AttachmentType, Buffer | string][] = [
  ['application/pdf', '%PDF-1.7\n1 0 obj'],
  ['image/png', PNG],
  ['image/gif', Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(20)])],
  ['image/jpeg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(20)])],
  ['image/webp', Buffer.concat([Buffer.from('RIFF\x10\0\0\0WEBPVP8 '), Buffer.alloc(20)])],
  [ODS_TYPE, zip('mimetype', ODS_TYPE)],
  ['application/xml', '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="urn:x"><ID>1</ID></Invoice>'],
  ['application/xml', '<Invoice/>'],
  ['text/csv', 'Datum;Betrag\r\n01.02.2026;1.234,50 €\r\n'],
  ['text/csv', '\ufeffa,b\n'],
  ['text/plain', 'A note: 1 < 2.\n\tIndented.\f'],
];

for (const [type, content] of TAKEN) {
  test(`${type} is taken for what its bytes are: ${JSON.stringify(String(content).slice(0, 20))}`, async () => {
    const bytes = Buffer.from(content);
    assert.equal(await checkedType(type, bytes), type);
    assert.equal(await checkedType(`${type.toUpperCase()}; charset=utf-8`, bytes), type);
    const others = TAKEN.map(([other]) => other).filter(
      (other) => other !== type && !(type.startsWith('text/') && other.startsWith('text/')),
    );
    for (const other of others)
      await assert.rejects(checkedType(other, bytes), refused('file_type_mismatch', 'header/content-type'));
  });
}

test('no page and no program is taken, under its own name or another', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const html = '<!doctype html><script>alert(1)</script>';
  for (const [declared, content] of [
    ['text/html', html],
    ['image/svg+xml', svg],
    ['text/javascript', 'alert(1)'],
    ['application/x-msdownload', 'MZ'],
    ['application/octet-stream', 'x'],
    [undefined, 'x'],
    ['', 'x'],
  ] as const) {
    await assert.rejects(checkedType(declared, Buffer.from(content)), refused('file_type_not_allowed'));
  }
  for (const [declared, content] of [
    ['text/plain', html],
    ['text/csv', `  \n${svg}`],
    ['application/xml', svg],
    ['application/xml', '<html/>'],
    ['application/xml', '<a xmlns:h="http://www.w3.org/1999/xhtml"><h:script/></a>'],
    ['application/xml', '<a><x:b xmlns:x="http://www.w3.org/2000/svg"/></a>'],
    ['application/xml', '<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>'],
    ['application/xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['application/xml', '<a><b></a>'],
    ['application/xml', '<a/><b/>'],
    ['application/xml', 'a,b'],
    ['text/plain', Buffer.from([0x41, 0xe9, 0x42])],
    ['text/plain', 'a\0b'],
    ['text/csv', '\u001b[31m'],
    ['application/pdf', 'a PDF, really'],
    ['image/png', PNG.subarray(1)],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', zip('a.txt', 'x')],
  ] as const) {
    await assert.rejects(
      checkedType(declared, Buffer.from(content)),
      refused('file_type_mismatch'),
      `${declared} ${content}`,
    );
  }
});

test('nothing is no file', async () => {
  await assert.rejects(checkedType('text/plain', Buffer.alloc(0)), refused('file_empty'));
});
