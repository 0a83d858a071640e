import type { EcbRate } from './ecb-rate.ts';
import { MAX_XML_LENGTH, parseEcbXml } from './ecb-xml.ts';

const TIMEOUT_MS = 15_000;

/** The source did not answer, or not with the rates. Trying again later may help. */
export class EcbFetchError extends Error {
  readonly code = 'rate_source_unavailable';

  constructor(url: string, reason: string, cause?: unknown) {
    super(`The rates could not be fetched from ${url}: ${reason}`, { cause });
    this.name = 'EcbFetchError';
  }
}

/**
 * Fetches the European Central Bank's rates of one day or of several from `url`. Only the job that the operator
 * configured calls it. At most 15 seconds and 256 KiB.
 * @throws EcbFetchError when there is no answer, another status, another content type or too long a body;
 * EcbFileError `invalid_rate_file` when the body is not the bank's XML
 */
export async function fetchEcbRates(url: string, fetcher: typeof fetch = fetch): Promise<EcbRate[]> {
  return parseEcbXml(await download(url, fetcher));
}

async function download(url: string, fetcher: typeof fetch): Promise<string> {
  try {
    const response = await fetcher(url, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'text/xml, application/xml' },
    });
    const fault = answerFault(response);
    if (fault !== undefined) {
      await response.body?.cancel();
      throw new EcbFetchError(url, fault);
    }
    return await readBounded(url, response);
  } catch (error) {
    if (error instanceof EcbFetchError) throw error;
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    const reason = timedOut ? `no answer within ${TIMEOUT_MS / 1000} seconds.` : 'the connection failed.';
    throw new EcbFetchError(url, reason, error);
  }
}

function answerFault(response: Response): string | undefined {
  if (response.status !== 200) return `it answered with status ${response.status}.`;
  const type = response.headers.get('content-type') ?? 'none';
  if (!/^(text|application)\/xml\s*(;|$)/i.test(type))
    return `it answered with content type ${type}, not XML.`;
  return undefined;
}

async function readBounded(url: string, response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_XML_LENGTH)
      throw new EcbFetchError(url, `the answer is longer than ${MAX_XML_LENGTH} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
