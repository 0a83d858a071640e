import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import aws4 from 'aws4';
import type { S3Settings } from './s3.ts';

/** What the server keeps: an object by its path. */
export type Objects = Map<string, Buffer>;

/**
 * A server on this machine that keeps objects as S3 does, and takes a request only with the signature that another
 * implementation computes for it. `failNext` makes the next requests answer so.
 */
export async function s3Server() {
  const settings: Omit<S3Settings, 'endpoint'> = {
    region: 'eu-test-1',
    bucket: 'books',
    prefix: 'erp/files/',
    accessKeyId: 'AKIATEST',
    secretAccessKey: 'a secret of the test',
  };
  const objects: Objects = new Map();
  const failures: number[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: Error) => response.destroy(error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const failure = failures.shift();
    if (failure !== undefined) return void response.writeHead(failure).end();
    const digest = createHash('sha256').update(body).digest('hex');
    const whole = request.method !== 'PUT' || request.headers['x-amz-content-sha256'] === digest;
    if (!whole || request.headers.authorization !== expectedSignature(request)) {
      refused.push(`${request.method} ${request.url}`);
      return void response.writeHead(403).end();
    }
    const key = request.url ?? '';
    if (request.method === 'PUT') objects.set(key, body);
    if (request.method === 'DELETE') objects.delete(key);
    const found = objects.get(key);
    if (request.method === 'GET' && found === undefined) return void response.writeHead(404).end();
    response.writeHead(request.method === 'DELETE' ? 204 : 200);
    response.end(request.method === 'GET' ? found : undefined);
  }

  /** The signed headers say the content's digest, which stands for the content. */
  function expectedSignature({ method, url, headers }: IncomingMessage): string {
    const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
    const again = aws4.sign(
      {
        service: 's3',
        region: settings.region,
        method: method ?? '',
        path: url ?? '',
        headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
      },
      { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    );
    return String(again.headers?.Authorization);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: { ...settings, endpoint: `http://127.0.0.1:${port}` },
    objects,
    refused,
    failNext: (...statuses: number[]) => failures.push(...statuses),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
