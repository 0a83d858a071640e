import { readFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { SubmissionError } from './answer.ts';

/** Where records are sent, from the settings of the installation. */
export interface VerifactuEndpoint {
  url: string;
  /** A PKCS #12 file with the client's certificate and key, and its password. */
  certificate: string | undefined;
  certificatePassword: string | undefined;
}

/** The answer to 1,000 records is about 1 MB. */
const MOST_BYTES = 8 * 1024 * 1024;
const TIMEOUT = 60_000;

/** Posts a SOAP 1.1 request and answers the body, of a fault too. Throws {@link SubmissionError} for what is no answer. */
export async function postSoap(endpoint: VerifactuEndpoint, body: string): Promise<string> {
  const pfx = endpoint.certificate === undefined ? undefined : await readFile(endpoint.certificate);
  const secure = endpoint.url.startsWith('https:');
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '""',
      'content-length': Buffer.byteLength(body),
    };
    const options = { method: 'POST', headers, signal: AbortSignal.timeout(TIMEOUT) };
    const request = secure
      ? secureRequest(endpoint.url, {
          ...options,
          ...(pfx && { pfx, passphrase: endpoint.certificatePassword ?? '' }),
        })
      : plainRequest(endpoint.url, options);
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) response.destroy(new SubmissionError('The answer is too long.'));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        const { statusCode = 0 } = response;
        // A SOAP 1.1 fault comes with status 500.
        if (statusCode === 200 || statusCode === 500) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new SubmissionError(`The server of the tax agency answered with status ${statusCode}.`));
      });
    });
    request.end(body);
  });
}
