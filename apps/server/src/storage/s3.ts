import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';

/** Where objects are kept, as the settings say. */
export interface S3Settings {
  /** Of the service, without a trailing slash: the bucket follows in the path, as every such service takes it. */
  endpoint: string;
  region: string;
  bucket: string;
  /** What every key starts with: empty, or ends with a slash. */
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Named bytes in S3-compatible storage. Each call throws when the service does not do what it was asked. */
export interface ObjectStore {
  put(key: string, content: Buffer): Promise<void>;
  /** The bytes, at most `most` of them. Throws when there are more, or there is no such object. */
  get(key: string, most: number): Promise<Buffer>;
  /** Also where there is no such object. */
  remove(key: string): Promise<void>;
}

/** After this the service counts as out of reach: longer than a slow upload of 10 MiB. */
const WITHIN_MS = 60_000;

/** Signs each request by Signature Version 4, over its whole content. Retries twice what the service calls busy. */
export function openS3(settings: S3Settings): ObjectStore {
  const { endpoint, region, bucket, prefix, accessKeyId, secretAccessKey } = settings;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });

  async function ask(method: string, key: string, body?: Buffer): Promise<Response> {
    const path = `${bucket}/${prefix}${key}`.split('/').map(encodeURIComponent).join('/');
    const response = await client.fetch(`${endpoint}/${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
      // Without the digest the signature would leave the content out, which S3 allows.
      ...(body && { body: new Uint8Array(body), headers: { 'x-amz-content-sha256': sha256(body) } }),
    });
    if (response.ok || (method === 'DELETE' && response.status === 404)) return response;
    await response.body?.cancel();
    throw new Error(`The object storage answered ${response.status} to ${method} ${key}.`);
  }

  return {
    async put(key, content) {
      await (await ask('PUT', key, content)).body?.cancel();
    },
    async get(key, most) {
      const { body } = await ask('GET', key);
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of body ?? []) {
        length += chunk.length;
        if (length > most) throw new Error(`The object ${key} is larger than ${most} bytes.`);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
    async remove(key) {
      await (await ask('DELETE', key)).body?.cancel();
    },
  };
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
