import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { htmlOf, oneLine } from './text.ts';

test('a subject is one line', () => {
  assert.equal(oneLine(' a\r\nBcc: b\u0000\u0085\u2028 c\u202e '), 'a Bcc: b c');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = oneLine(text);
      assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}]/u);
      assert.equal(oneLine(line), line);
    }),
  );
});

test('a text becomes paragraphs, and nothing in it HTML', () => {
  const page = htmlOf('Dear <b>Ann</b> & "Bob",\r\n\r\n\r\nfirst\nsecond');
  assert.ok(
    page.includes('<p>Dear &lt;b&gt;Ann&lt;/b&gt; &amp; &quot;Bob&quot;,</p>\n<p>first<br>\nsecond</p>'),
    page,
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '\n', '/') }), (text) => {
      assert.deepEqual(
        [...htmlOf(text).matchAll(/<[^>]*>/g)]
          .map(([tag]) => tag)
          .filter((tag) => !/^<(\/?p|br)>$/.test(tag)),
        [...htmlOf('').matchAll(/<[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/^<(\/?p|br)>$/.test(tag)),
      );
    }),
  );
});
