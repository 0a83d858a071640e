import { SaxesParser, type SaxesTagNS } from 'saxes';
import { DomainError, fieldError } from '../../errors.ts';
import { decodeText } from './encoding.ts';

/** An element of a namespace that is known: its local name, its attributes, what is in it. */
export interface Element {
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: Element[];
  /** The line of the file where it ends. */
  line: number;
}

const MAX_DEPTH = 40;
const MAX_ELEMENTS = 1_000_000;

/**
 * Reads an XML document and gives each element to `closed` when it ends; one that `closed` takes, by answering true, does
 * not stay in its parent, so that what is long need not be held. A document type is refused, so there are no entities but
 * the five of XML, and nothing expands; so are a depth of more than 40 and more than a million elements. Throws
 * `unsupported_encoding`, `xml_doctype`, `invalid_xml`.
 */
export function readXml(
  bytes: Uint8Array,
  closed: (element: Element, path: readonly string[]) => boolean,
): Element {
  const { text } = decodeText(bytes);
  const parser = new SaxesParser({ xmlns: true });
  const open: Element[] = [];
  const path: string[] = [];
  let root: Element | undefined;
  let count = 0;

  const refuse = (what: string): DomainError =>
    fieldError(
      'invalid_xml',
      `line/${parser.line}`,
      `Line ${parser.line} is not what a statement may hold: ${what}.`,
    );
  parser.on('doctype', () => {
    throw new DomainError(
      'xml_doctype',
      'The file declares a document type, as no statement of a bank does.',
    );
  });
  parser.on('error', (error) => {
    throw refuse(
      error.message
        .replace(/^\d+:\d+: /, '')
        .replace(/[.]$/, '')
        .slice(0, 200),
    );
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    count += 1;
    if (path.length >= MAX_DEPTH) throw refuse(`elements ${MAX_DEPTH} deep`);
    if (count > MAX_ELEMENTS) throw refuse('too many elements');
    const attributes = Object.fromEntries(
      Object.values(tag.attributes).map(({ local, value }) => [local, value]),
    );
    open.push({ name: tag.local, namespace: tag.uri, attributes, text: '', children: [], line: 0 });
    path.push(tag.local);
  });
  const addText = (more: string): void => {
    const inner = open.at(-1);
    if (inner !== undefined) inner.text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop() as Element;
    element.line = parser.line;
    element.text = element.text.trim();
    const taken = closed(element, path);
    path.pop();
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else if (!taken) parent.children.push(element);
  });
  parser.write(text.replace(/^\ufeff/, '')).close();
  if (root === undefined) throw refuse('nothing');
  return root;
}

/** The first element that this way leads to, or undefined. */
export function find(element: Element | undefined, ...way: readonly string[]): Element | undefined {
  return way.reduce<Element | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    element,
  );
}

/** Every child of this name. */
export function all(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text that this way leads to; empty where it leads nowhere. */
export function textAt(element: Element | undefined, ...way: readonly string[]): string {
  return find(element, ...way)?.text ?? '';
}
