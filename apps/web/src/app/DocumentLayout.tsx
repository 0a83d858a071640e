import { Outlet, useParams } from '@tanstack/react-router';
import { isDocumentNoun } from '../lib/document-nouns.ts';
import { NotFound } from './Fallbacks.tsx';

/** The screens of a kind of document, when the address names one. */
export function DocumentLayout() {
  const { noun } = useParams({ from: '/companies/$companyId/$noun' });
  return isDocumentNoun(noun) ? <Outlet /> : <NotFound />;
}
