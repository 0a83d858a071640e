import { Page } from '../../components/Page.tsx';
import { InvitationSection } from './InvitationSection.tsx';
import { MemberSection } from './MemberSection.tsx';

/** Who works in the company, and who is invited. */
export function MemberSettings() {
  return (
    <Page title="Members">
      <MemberSection />
      <InvitationSection />
    </Page>
  );
}
