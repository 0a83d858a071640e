import { ATTACHMENT_TYPES, type AttachmentType } from '@crypto-erp/contract/attachments';
import { fileTypeFromBuffer } from 'file-type';
import { SaxesParser } from 'saxes';
import { DomainError, fieldError } from '../../errors.ts';

const TEXTS: readonly AttachmentType[] = ['text/csv', 'text/plain'];

/** Vocabularies that a browser runs. */
const ACTIVE = [
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/2000/svg',
  'http://www.w3.org/1999/XSL/Transform',
];

/** Everything but tab, line ends and form feed that is no character to read. */
const CONTROL = /(?![\t\n\f\r])\p{Cc}/u;

/**
 * The type of an attachment: what the sender declares as its Content-Type, if its bytes say so too. Throws `file_empty`;
 * `file_type_not_allowed` for a type that is not on the list, which names no page and no program; `file_type_mismatch`
 * for bytes of another type, text that is not UTF-8, and XML that is not well-formed, declares a document type (whose
 * entities may expand without end), or holds what a browser runs.
 */
export async function checkedType(declared: string | undefined, content: Buffer): Promise<AttachmentType> {
  if (content.length === 0) throw new DomainError('file_empty', 'Send the file as the body of the request.');
  const name = declared?.split(';')[0]?.trim().toLowerCase().replace('text/xml', 'application/xml');
  const type = ATTACHMENT_TYPES.find((one) => one === name);
  if (type === undefined) {
    throw fieldError(
      'file_type_not_allowed',
      'header/content-type',
      `Files of this type are not taken. Send one of ${ATTACHMENT_TYPES.join(', ')}, with its type as Content-Type.`,
    );
  }
  const found = (await fileTypeFromBuffer(content))?.mime;
  const fault =
    found !== undefined && found !== type
      ? `its bytes are ${found}`
      : type === 'application/xml'
        ? xmlFault(content)
        : TEXTS.includes(type)
          ? textFault(content)
          : found === undefined && 'its bytes are of no known type';
  if (fault) {
    throw fieldError(
      'file_type_mismatch',
      'header/content-type',
      `The file is declared as ${type}, but ${fault}.`,
    );
  }
  return type;
}

/** The text, or null where the bytes are not UTF-8. */
function decoded(content: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

function textFault(content: Buffer): string | null {
  const text = decoded(content);
  if (text === null) return 'it is not UTF-8';
  if (CONTROL.test(text)) return 'it holds control characters';
  return text.trimStart().startsWith('<') ? 'it starts like a page' : null;
}

function xmlFault(content: Buffer): string | null {
  const text = decoded(content);
  if (text === null) return 'it is not UTF-8';
  let fault: string | null = null;
  const parser = new SaxesParser({ xmlns: true });
  const refuse = (why: string) => {
    fault ??= why;
  };
  parser.on('error', () => refuse('it is not well-formed'));
  parser.on('doctype', () => refuse('it declares a document type'));
  parser.on('processinginstruction', () => refuse('it asks for a style sheet or other processing'));
  parser.on('opentag', ({ uri, local }) => {
    if (ACTIVE.includes(uri) || ['html', 'svg', 'script'].includes(local.toLowerCase()))
      refuse('it holds what a browser runs');
  });
  for (let start = 0; start < text.length && fault === null; start += 65_536) {
    parser.write(text.slice(start, start + 65_536));
  }
  if (fault === null) parser.close();
  return fault;
}
