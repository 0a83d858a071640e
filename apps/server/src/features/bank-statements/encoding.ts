import { DomainError } from '../../errors.ts';

const UTF8_MARK = [0xef, 0xbb, 0xbf];

/** A text and the name of the encoding it was in. */
export interface Decoded {
  text: string;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * Reads a text of a bank: UTF-8 or UTF-16 with or without a byte order mark, else Windows-1252, which holds ISO 8859-1.
 * Every sequence of bytes is some text in the latter, so one is refused that holds control characters or bytes without a
 * meaning there, as texts in other encodings do. Throws `unsupported_encoding`.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const encoding = markedAs(bytes) ?? unmarkedUtf16(bytes);
  if (encoding !== null) return { text: checked(decode(bytes, encoding)), encoding };
  const utf8 = tryDecode(bytes, 'utf-8');
  if (utf8 !== null) return { text: checked(utf8), encoding: 'utf-8' };
  return { text: checked(decode(bytes, 'windows-1252')), encoding: 'windows-1252' };
}

function markedAs(bytes: Uint8Array): Decoded['encoding'] | null {
  if (UTF8_MARK.every((byte, i) => bytes[i] === byte)) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 of a text that is mostly ASCII has a zero in every second byte, which no other encoding of text has. */
function unmarkedUtf16(bytes: Uint8Array): Decoded['encoding'] | null {
  const start = bytes.subarray(0, 1000);
  const zeros = [0, 0];
  start.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd * 3 > start.length && even === 0) return 'utf-16le';
  if (even * 3 > start.length && odd === 0) return 'utf-16be';
  return null;
}

function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  const text = tryDecode(bytes, encoding);
  if (text !== null) return text;
  throw refusal(`The file says that it is ${encoding}, and is not`);
}

/** Refuses control characters but tab and line breaks. The second block is what Windows-1252 leaves without a meaning. */
function checked(text: string): string {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const control =
      (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || (code > 0x7e && code < 0xa0);
    if (control || code === 0xfffd) {
      const line = text.slice(0, i).split('\n').length;
      throw refusal(`Line ${line} holds a character that no text of a bank has`);
    }
  }
  return text;
}

function refusal(what: string): DomainError {
  return new DomainError('unsupported_encoding', `${what}: save the file as UTF-8 and send it again.`);
}
