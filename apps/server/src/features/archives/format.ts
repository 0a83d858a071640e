import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { DomainError } from '../../errors.ts';

/** The version of the format that this code writes and reads. docs/archive.md describes it. */
export const FORMAT_VERSION = 1;

const Counts = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));

const Asset = Type.Object({
  code: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  decimals: Type.Integer(),
});

/** The first line: what the archive is of, and the assets that its rows name. */
export const Manifest = Type.Object({
  format: Type.Literal('crypto-erp-archive'),
  version: Type.Integer(),
  companyId: Type.String(),
  name: Type.String(),
  exportedAt: Type.String(),
  migrations: Type.Array(Type.String()),
  assets: Type.Array(Asset),
  counts: Counts,
});
export type Manifest = Static<typeof Manifest>;

/** A row as the database writes it in JSON, but for numeric, bigint and bytea, which are texts; without its company. */
export type Row = Record<string, unknown>;

const Line = Type.Object({ table: Type.String(), row: Type.Record(Type.String(), Type.Unknown()) });
export type Line = Static<typeof Line>;

/** The last line: how many rows came, and the SHA-256 over every byte before it, before compression. */
const Trailer = Type.Object({ trailer: Type.Object({ counts: Counts, sha256: Type.String() }) });

/** The text of an archive, line by line: manifest, rows as `JSON text of {table, row}`, trailer. */
export async function* writeLines(
  manifest: Manifest,
  rows: AsyncIterable<{ table: string; line: string }>,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  const written = (line: string): string => {
    const text = `${line}\n`;
    hash.update(text);
    return text;
  };
  yield written(JSON.stringify(manifest));
  for await (const { table, line } of rows) {
    counts[table] = (counts[table] ?? 0) + 1;
    yield written(line);
  }
  yield `${JSON.stringify({ trailer: { counts, sha256: hash.digest('hex') } })}\n`;
}

/** An archive that is open for reading: its manifest, and its rows, which are to be read to the end. */
export interface ArchiveReader {
  manifest: Manifest;
  rows: AsyncGenerator<Line>;
}

/**
 * Opens the archive in `file`. Throws `archive_unreadable` for what is no archive, `archive_version` for a version that
 * this code does not know; and reading its rows throws `archive_damaged` at the end when a byte was changed or the end is
 * missing, so nothing read may be kept before that.
 */
export async function readArchive(file: string): Promise<ArchiveReader> {
  const lines = archiveLines(file);
  const first = await lines.next();
  const manifest = first.done ? undefined : parse(first.value);
  if (!Value.Check(Manifest, manifest)) {
    throw new DomainError('archive_unreadable', `${file} is no archive of a company.`);
  }
  if (manifest.version !== FORMAT_VERSION) {
    throw new DomainError(
      'archive_version',
      `The archive has version ${manifest.version} of the format, and this program reads version ${FORMAT_VERSION}.`,
    );
  }
  return { manifest, rows: readRows(manifest, String(first.value), lines) };
}

async function* readRows(
  manifest: Manifest,
  first: string,
  lines: AsyncGenerator<string>,
): AsyncGenerator<Line> {
  const hash = createHash('sha256').update(`${first}\n`);
  const counts: Record<string, number> = {};
  for await (const text of lines) {
    const line = parse(text);
    if (Value.Check(Trailer, line)) {
      const { sha256, counts: told } = line.trailer;
      const whole = sha256 === hash.digest('hex') && sameCounts(told, counts);
      if (!whole || !sameCounts(manifest.counts, counts) || !(await lines.next()).done) throw damaged();
      return;
    }
    if (!Value.Check(Line, line)) throw damaged();
    hash.update(`${text}\n`);
    counts[line.table] = (counts[line.table] ?? 0) + 1;
    yield line;
  }
  throw cutOff();
}

async function* archiveLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = createGunzip();
  try {
    source.on('error', (error) => text.destroy(error));
    yield* splitLines(source.pipe(text));
  } catch (error) {
    throw readingError(file, error as NodeJS.ErrnoException);
  } finally {
    source.destroy();
    text.destroy();
  }
}

/** Splits at line feeds alone, which no line of JSON holds; `node:readline` also splits at U+2028, which one may hold. */
async function* splitLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)]).toString();
      begun = [];
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
  }
  const rest = Buffer.concat(begun).toString();
  if (rest !== '') yield rest;
}

function readingError(file: string, error: NodeJS.ErrnoException): Error {
  const { code = '' } = error;
  if (['ENOENT', 'EACCES', 'EISDIR'].includes(code)) {
    return new DomainError('archive_unreadable', `${file} cannot be read: ${code}.`);
  }
  if (code === 'Z_BUF_ERROR') return cutOff();
  return code.startsWith('Z_') ? damaged() : error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sameCounts(some: Record<string, number>, others: Record<string, number>): boolean {
  const names = new Set([...Object.keys(some), ...Object.keys(others)]);
  return [...names].every((name) => (some[name] ?? 0) === (others[name] ?? 0));
}

function damaged(): DomainError {
  return new DomainError('archive_damaged', 'The archive is not as it was written: copy it again.');
}

function cutOff(): DomainError {
  return new DomainError('archive_damaged', 'The archive ends before its last line: copy it again.');
}
