import { SaxesParser } from 'saxes';

/** An element with its namespace; `text` is that of its own, without that of its children. */
export interface XmlElement {
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
}

/** The text is no XML that is read here; the message says where and why. */
export class XmlError extends Error {}

/** How deep elements nest and how many there are: UBL has about 10 and, with 500 lines, 20,000. */
const MOST = { depth: 40, elements: 200_000 };

/**
 * Reads namespaced XML 1.0 into elements. A document type is refused, and with it every entity of its own, so that
 * nothing expands and nothing is fetched. Throws {@link XmlError}.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const refuse = (why: string): never => {
    throw new XmlError(`Line ${parser.line}: ${why}`);
  };
  parser.on('error', (error) => {
    throw new XmlError(error.message);
  });
  parser.on('doctype', () => refuse('a document type is not read here.'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    elements += 1;
    if (open.length === MOST.depth) refuse(`elements nest more than ${MOST.depth} deep.`);
    if (elements > MOST.elements) refuse(`there are more than ${MOST.elements} elements.`);
    const element: XmlElement = {
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(Object.values(attributes).map(({ name, value }) => [name, value])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const append = (part: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.write(text).close();
  return root ?? refuse('there is no element.');
}

/** The first child of that name, whatever its prefix. */
export function child(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce(
    (found: XmlElement | undefined, name) => found?.children.find((one) => one.name === name),
    element,
  );
}

/** The trimmed text at a path of children, or null when it is not there or empty. */
export function textAt(element: XmlElement | undefined, ...path: string[]): string | null {
  return child(element, ...path)?.text.trim() || null;
}

/** All children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((one) => one.name === name) ?? [];
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for an element or attribute. What XML 1.0 has no character for becomes a space. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
