import { useParams } from '@tanstack/react-router';
import { isDocumentNoun, type NounInfo, nounInfo } from '../../lib/document-nouns.ts';

/** The kind of document that the address names. Throws outside of the documents' screens, which is a defect. */
export function useNoun(): NounInfo {
  const { noun } = useParams({ from: '/companies/$companyId/$noun' });
  if (!isDocumentNoun(noun)) throw new Error('This address names no kind of document');
  return nounInfo(noun);
}
