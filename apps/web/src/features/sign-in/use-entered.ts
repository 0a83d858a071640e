import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { localPath } from '../../lib/search.ts';

/** What follows a successful sign-in or sign-up: forget what was read as another user, and go where they wanted. */
export function useEntered(redirect: string | undefined): () => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  return () => {
    queryClient.clear();
    router.history.push(localPath(redirect));
  };
}
