import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { keep } from '../lib/search.ts';

const root = createRootRoute();

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./Home.tsx'), 'Home'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: keep('redirect'),
  component: lazyRouteComponent(() => import('../features/sign-in/SignIn.tsx'), 'SignIn'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  validateSearch: keep('redirect'),
  component: lazyRouteComponent(() => import('../features/sign-in/SignUp.tsx'), 'SignUp'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/accept',
  validateSearch: keep('token'),
  component: lazyRouteComponent(() => import('../features/members/AcceptInvitation.tsx'), 'AcceptInvitation'),
});

const newCompany = createRoute({
  getParentRoute: () => root,
  path: '/companies/new',
  component: lazyRouteComponent(() => import('../features/companies/CompanyNew.tsx'), 'CompanyNew'),
});

const company = createRoute({
  getParentRoute: () => root,
  path: '/companies/$companyId',
  component: lazyRouteComponent(() => import('./CompanyLayout.tsx'), 'CompanyLayout'),
});

const companyHome = createRoute({
  getParentRoute: () => company,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({
      to: '/companies/$companyId/$noun',
      params: { ...params, noun: 'invoices' },
      replace: true,
    });
  },
});

/** `$noun` is a kind of document: invoices, bills and so on. */
const documents = createRoute({
  getParentRoute: () => company,
  path: '$noun',
  component: lazyRouteComponent(() => import('./DocumentLayout.tsx'), 'DocumentLayout'),
});

const documentList = createRoute({
  getParentRoute: () => documents,
  path: '/',
  validateSearch: keep('status', 'side', 'contactId', 'from', 'to', 'number', 'minTotal', 'maxTotal'),
  component: lazyRouteComponent(() => import('../features/documents/DocumentList.tsx'), 'DocumentList'),
});

const documentNew = createRoute({
  getParentRoute: () => documents,
  path: 'new',
  validateSearch: keep('contactId', 'corrects', 'original'),
  component: lazyRouteComponent(() => import('../features/documents/DocumentNew.tsx'), 'DocumentNew'),
});

const documentView = createRoute({
  getParentRoute: () => documents,
  path: '$id',
  component: lazyRouteComponent(() => import('../features/documents/DocumentView.tsx'), 'DocumentView'),
});

const documentEdit = createRoute({
  getParentRoute: () => documents,
  path: '$id/edit',
  component: lazyRouteComponent(() => import('../features/documents/DocumentEdit.tsx'), 'DocumentEdit'),
});

const contacts = createRoute({
  getParentRoute: () => company,
  path: 'contacts',
  validateSearch: keep('search', 'archived'),
  component: lazyRouteComponent(() => import('../features/contacts/ContactList.tsx'), 'ContactList'),
});

const contactNew = createRoute({
  getParentRoute: () => company,
  path: 'contacts/new',
  component: lazyRouteComponent(() => import('../features/contacts/ContactNew.tsx'), 'ContactNew'),
});

const contactEdit = createRoute({
  getParentRoute: () => company,
  path: 'contacts/$id',
  component: lazyRouteComponent(() => import('../features/contacts/ContactEdit.tsx'), 'ContactEdit'),
});

const entries = createRoute({
  getParentRoute: () => company,
  path: 'entries',
  validateSearch: keep('status', 'source', 'accountId', 'from', 'to', 'number'),
  component: lazyRouteComponent(() => import('../features/entries/EntryList.tsx'), 'EntryList'),
});

const entryNew = createRoute({
  getParentRoute: () => company,
  path: 'entries/new',
  component: lazyRouteComponent(() => import('../features/entries/EntryNew.tsx'), 'EntryNew'),
});

const entryView = createRoute({
  getParentRoute: () => company,
  path: 'entries/$id',
  component: lazyRouteComponent(() => import('../features/entries/EntryView.tsx'), 'EntryView'),
});

const entryEdit = createRoute({
  getParentRoute: () => company,
  path: 'entries/$id/edit',
  component: lazyRouteComponent(() => import('../features/entries/EntryEdit.tsx'), 'EntryEdit'),
});

const accounts = createRoute({
  getParentRoute: () => company,
  path: 'accounts',
  validateSearch: keep('archived'),
  component: lazyRouteComponent(() => import('../features/accounts/AccountList.tsx'), 'AccountList'),
});

const trialBalance = createRoute({
  getParentRoute: () => company,
  path: 'reports/trial-balance',
  validateSearch: keep('from', 'to'),
  component: lazyRouteComponent(() => import('../features/reports/TrialBalance.tsx'), 'TrialBalance'),
});

const generalLedger = createRoute({
  getParentRoute: () => company,
  path: 'reports/general-ledger',
  validateSearch: keep('from', 'to', 'accountId', 'types', 'asset', 'dimensionValueId', 'yearEnds'),
  component: lazyRouteComponent(() => import('../features/reports/GeneralLedger.tsx'), 'GeneralLedger'),
});

const profitAndLoss = createRoute({
  getParentRoute: () => company,
  path: 'reports/profit-and-loss',
  validateSearch: keep('from', 'to'),
  component: lazyRouteComponent(() => import('../features/reports/ProfitAndLoss.tsx'), 'ProfitAndLoss'),
});

const balanceSheet = createRoute({
  getParentRoute: () => company,
  path: 'reports/balance-sheet',
  validateSearch: keep('asOf'),
  component: lazyRouteComponent(() => import('../features/reports/BalanceSheet.tsx'), 'BalanceSheet'),
});

const settingsCompany = createRoute({
  getParentRoute: () => company,
  path: 'settings/company',
  component: lazyRouteComponent(() => import('../features/companies/CompanyEdit.tsx'), 'CompanyEdit'),
});

const settingsTaxes = createRoute({
  getParentRoute: () => company,
  path: 'settings/taxes',
  component: lazyRouteComponent(() => import('../features/taxes/TaxSettings.tsx'), 'TaxSettings'),
});

const settingsMembers = createRoute({
  getParentRoute: () => company,
  path: 'settings/members',
  component: lazyRouteComponent(() => import('../features/members/MemberSettings.tsx'), 'MemberSettings'),
});

const settingsApiKeys = createRoute({
  getParentRoute: () => company,
  path: 'settings/api-keys',
  component: lazyRouteComponent(() => import('../features/api-keys/ApiKeyList.tsx'), 'ApiKeyList'),
});

const settingsPeriods = createRoute({
  getParentRoute: () => company,
  path: 'settings/periods',
  component: lazyRouteComponent(() => import('../features/periods/PeriodList.tsx'), 'PeriodList'),
});

const settingsAuditLog = createRoute({
  getParentRoute: () => company,
  path: 'settings/audit-log',
  validateSearch: keep('subjectKind', 'subjectId'),
  component: lazyRouteComponent(() => import('../features/audit-log/AuditLog.tsx'), 'AuditLog'),
});

const settingsAccount = createRoute({
  getParentRoute: () => company,
  path: 'settings/account',
  component: lazyRouteComponent(() => import('../features/me/MyAccount.tsx'), 'MyAccount'),
});

/** Every screen. Each is loaded when it is first opened. */
export const routeTree = root.addChildren([
  home,
  signIn,
  signUp,
  invitation,
  newCompany,
  company.addChildren([
    companyHome,
    documents.addChildren([documentList, documentNew, documentView, documentEdit]),
    contacts,
    contactNew,
    contactEdit,
    entries,
    entryNew,
    entryView,
    entryEdit,
    accounts,
    trialBalance,
    generalLedger,
    profitAndLoss,
    balanceSheet,
    settingsCompany,
    settingsTaxes,
    settingsMembers,
    settingsApiKeys,
    settingsPeriods,
    settingsAuditLog,
    settingsAccount,
  ]),
]);
