import { inflateSync } from 'node:zlib';

/** A piece of text that one font draws; `x` and `y` are points from the left and from the bottom. */
export interface Piece {
  x: number;
  y: number;
  size: number;
  width: number;
  text: string;
}

interface Font {
  texts: string[];
  widths: number[];
}

/**
 * For tests: the pieces of text on each page, as a reader would copy them: through the fonts' own tables. It reads
 * only what this renderer's library writes.
 * @throws Error when something that a page refers to is not in the file.
 */
export function readPdf(bytes: Uint8Array): Piece[][] {
  const objects = readObjects(Buffer.from(bytes).toString('latin1'));
  const object = (id: string | undefined): string => {
    const found = objects.get(id ?? '');
    if (found === undefined) throw new Error(`The PDF has no object ${id}.`);
    return found;
  };
  const catalogue = [...objects.values()].find((body) => body.includes('/Type /Catalog'));
  const kids = /\/Kids \[([^\]]*)\]/.exec(object(reference(catalogue, 'Pages')))?.[1] ?? '';
  return [...kids.matchAll(/([0-9]+) 0 R/g)].map(([, id]) => {
    const page = object(id);
    const fonts = new Map<string, Font>();
    for (const [, name = '', font] of object(reference(page, 'Resources')).matchAll(
      /\/(F[0-9]+) ([0-9]+) 0 R/g,
    )) {
      fonts.set(name, readFont(object(font), object));
    }
    return readPieces(streamOf(object(reference(page, 'Contents'))), fonts);
  });
}

/** The rows of a page from top to bottom, each the pieces of one baseline from left to right. */
export function rowsOf(page: Piece[]): string[] {
  const baselines = [...new Set(page.map((piece) => piece.y))].sort((a, b) => b - a);
  return baselines.map((y) => {
    const row = page.filter((piece) => piece.y === y).sort((a, b) => a.x - b.x);
    // Pieces that touch belong to one text.
    return row
      .map((piece, index) => {
        const before = row[index - 1];
        const apart = before !== undefined && piece.x - (before.x + before.width) > 1;
        return (apart ? ' | ' : '') + piece.text;
      })
      .join('');
  });
}

function readObjects(file: string): Map<string, string> {
  const objects = new Map<string, string>();
  // The cross-reference table says where each object starts, so bytes in a stream are never taken for one.
  const start = Number(/startxref\n([0-9]+)\n/.exec(file)?.[1]);
  const table = file.slice(start);
  for (const [, offset] of table.matchAll(/([0-9]{10}) [0-9]{5} n/g)) {
    const rest = file.slice(Number(offset));
    const [head = '', id = ''] = /^([0-9]+) 0 obj\n/.exec(rest) ?? [];
    if (id === '') throw new Error(`The PDF has no object at ${offset}.`);
    const body = rest.slice(head.length);
    const length = /^<<.*?\/Length ([0-9]+).*?>>\nstream\n/s.exec(body);
    const isStream = length !== null && !length[0].slice(0, -8).includes('endobj');
    const end = isStream ? length[0].length + Number(length[1]) : body.indexOf('endobj');
    objects.set(id, body.slice(0, end));
  }
  return objects;
}

function reference(body: string | undefined, key: string): string | undefined {
  return new RegExp(`/${key} \\[?([0-9]+) 0 R`).exec(body ?? '')?.[1];
}

function streamOf(body: string): string {
  const data = body.slice(body.indexOf('stream\n') + 7);
  return inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
}

function readFont(font: string, object: (id: string | undefined) => string): Font {
  const texts: string[] = [];
  const map = streamOf(object(reference(font, 'ToUnicode')));
  for (const [, list = ''] of map.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    for (const [, hex = ''] of list.matchAll(/<([0-9a-f ]*)>/g)) {
      texts.push(
        hexUnits(hex.replaceAll(' ', ''))
          .map((unit) => String.fromCharCode(unit))
          .join(''),
      );
    }
  }
  const widths = /\/W \[0 \[([^\]]*)\]/.exec(object(reference(font, 'DescendantFonts')))?.[1] ?? '';
  return { texts, widths: widths.split(' ').map(Number) };
}

function readPieces(content: string, fonts: Map<string, Font>): Piece[] {
  const pieces: Piece[] = [];
  const block = /BT\n1 0 0 1 ([0-9.-]+) ([0-9.-]+) Tm\n\/(F[0-9]+) ([0-9.]+) Tf\n\[([^\]]*)\] TJ/g;
  for (const [, x, y, name = '', size, strings = ''] of content.matchAll(block)) {
    const font = fonts.get(name);
    if (font === undefined) throw new Error(`The page does not name font ${name}.`);
    let text = '';
    let thousandths = 0;
    for (const [, hex, kern] of strings.matchAll(/<([0-9a-f]*)>|(-?[0-9.]+)/g)) {
      thousandths -= Number(kern ?? 0);
      for (const glyph of hexUnits(hex ?? '')) {
        text += font.texts[glyph] ?? '';
        thousandths += font.widths[glyph] ?? 0;
      }
    }
    pieces.push({
      x: Number(x),
      y: Number(y),
      size: Number(size),
      width: (thousandths * Number(size)) / 1000,
      text,
    });
  }
  return pieces;
}

function hexUnits(hex: string): number[] {
  return (hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
}
