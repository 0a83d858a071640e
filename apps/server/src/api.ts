import { join } from 'node:path';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Database } from './db/database.ts';
import { accountsRoutes } from './features/accounts/routes.ts';
import { apiKeysRoutes } from './features/api-keys/routes.ts';
import { approvalsRoutes } from './features/approvals/routes.ts';
import { approvalRulesRoutes } from './features/approvals/rules-routes.ts';
import { createAssetCatalogue } from './features/assets/catalogue.ts';
import { assetsRoutes } from './features/assets/routes.ts';
import { attachmentsRoutes } from './features/attachments/routes.ts';
import { auditLogRoutes } from './features/audit-log/routes.ts';
import { bankAccountsRoutes } from './features/bank-accounts/routes.ts';
import { bankLinesRoutes } from './features/bank-lines/routes.ts';
import { bankMatchesRoutes } from './features/bank-matches/routes.ts';
import { bankRulesRoutes } from './features/bank-rules/routes.ts';
import { bankStatementsRoutes } from './features/bank-statements/routes.ts';
import { bankSuggestionsRoutes } from './features/bank-suggestions/routes.ts';
import { budgetsRoutes } from './features/budgets/routes.ts';
import { commentsRoutes } from './features/comments/routes.ts';
import { companiesRoutes } from './features/companies/routes.ts';
import { contactsRoutes } from './features/contacts/routes.ts';
import { dimensionsRoutes } from './features/dimensions/routes.ts';
import { documentsRoutes } from './features/documents/routes.ts';
import { documentSendRoutes } from './features/documents/send-routes.ts';
import { eInvoicesRoutes } from './features/e-invoices/routes.ts';
import { createPostQueue } from './features/entries/post-queue.ts';
import { entriesRoutes } from './features/entries/routes.ts';
import { eventsRoutes } from './features/events/routes.ts';
import { exportsRoutes } from './features/exports/routes.ts';
import { fiscalYearsRoutes } from './features/fiscal-years/routes.ts';
import { importsRoutes } from './features/imports/routes.ts';
import { invitationsRoutes } from './features/invitations/routes.ts';
import { lotsRoutes } from './features/lots/routes.ts';
import { mailsRoutes } from './features/mails/routes.ts';
import type { MailFrom } from './features/mails/service.ts';
import { membersRoutes } from './features/members/routes.ts';
import { openingBalancesRoutes } from './features/opening-balances/routes.ts';
import { paymentTermsRoutes } from './features/payment-terms/routes.ts';
import { paymentsRoutes } from './features/payments/routes.ts';
import { periodsRoutes } from './features/periods/routes.ts';
import { pricesRoutes } from './features/prices/routes.ts';
import { setPricesRoutes } from './features/prices/set-prices-routes.ts';
import { recurringRoutes } from './features/recurring/routes.ts';
import { remindersRoutes } from './features/reminders/routes.ts';
import { createReportRenderer } from './features/reports/render/renderer.ts';
import { reportsRoutes } from './features/reports/routes.ts';
import { revaluationsRoutes } from './features/revaluations/routes.ts';
import { searchRoutes } from './features/search/routes.ts';
import { settlementsRoutes } from './features/settlements/routes.ts';
import { createStatementRenderer } from './features/statements/pdf/render-in-worker.ts';
import { statementsRoutes } from './features/statements/routes.ts';
import { tagsRoutes } from './features/tags/routes.ts';
import { taxesRoutes } from './features/taxes/routes.ts';
import { timelineRoutes } from './features/timeline/routes.ts';
import { transactionPostingRoutes } from './features/transactions/posting-routes.ts';
import { transactionRulesRoutes } from './features/transaction-rules/routes.ts';
import { ruleRunsRoutes } from './features/transaction-rules/run-routes.ts';
import { transactionsRoutes } from './features/transactions/routes.ts';
import { exchangeFileRoutes } from './features/transfers/file-routes.ts';
import { transfersRoutes } from './features/transfers/routes.ts';
import { createAuth } from './features/users/auth.ts';
import { usersRoutes } from './features/users/routes.ts';
import { verifactuRoutes } from './features/verifactu/routes.ts';
import { walletsRoutes } from './features/wallets/routes.ts';
import { webhooksRoutes } from './features/webhooks/routes.ts';
import { SEAL_PURPOSE } from './features/webhooks/service.ts';
import { authRoutes } from './http/auth.ts';
import { installGuard } from './http/guard.ts';
import { healthRoutes } from './http/health.ts';
import { createAccess } from './http/identity.ts';
import { DOCUMENT_ROUTES, installOpenApi, serveOpenApi } from './http/openapi.ts';
import { installProblems, problemOf, sendProblem } from './http/problems.ts';
import { refuseSecrets } from './http/secrets.ts';
import type { App } from './http/types.ts';
import { installValidation } from './http/validation.ts';
import { serveWeb } from './http/web.ts';
import { createSeal } from './secrets.ts';
import type { ObjectStore } from './storage/s3.ts';

/** The web page's build, beside the server's sources. */
const WEB_FOLDER = join(import.meta.dirname, '..', '..', 'web', 'dist');

const BODY_LIMIT = 1024 * 1024;

/** The page loads nothing from elsewhere; Mantine writes its styles into the document. */
const CONTENT_SECURITY = {
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    upgradeInsecureRequests: null,
  },
};

export interface ApiOptions {
  db: Database;
  authSecret: string;
  /** The address users open. */
  baseUrl: string;
  trustProxy: boolean | string[];
  /** The address that mails come from, when a mail server is set. */
  mailFrom?: MailFrom;
  /** Whether webhooks may lead to private addresses and over plain http. */
  webhookAllowPrivate: boolean;
  log: Logger;
  /** Where new attachments are kept; without one, in the database. */
  objects?: ObjectStore | undefined;
  /** Called after a commit that may have written to an outbox. */
  afterCommit?: () => void;
}

/** Builds the API and the web page, ready to listen. `close` waits for what is being posted. */
export async function createApi(options: ApiOptions): Promise<App> {
  const { db, log, mailFrom } = options;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustProxy,
    forceCloseConnections: 'idle',
    // An address that no route can take is refused before the error handler's reach.
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, problemOf(error)),
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App;

  const auth = createAuth({
    db,
    secret: options.authSecret,
    baseURL: options.baseUrl,
    log: (line) => log.warn(line),
  });
  const access = createAccess({ db, auth });
  const assets = createAssetCatalogue(db);
  const statements = createStatementRenderer();
  const reports = createReportRenderer();
  const posts = createPostQueue(db, options.afterCommit);

  installProblems(app);
  installValidation(app);
  await app.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY, strictTransportSecurity: false });
  await installOpenApi(app);
  installGuard(app, { access, trustedOrigins: auth.trustedOrigins, open: [...DOCUMENT_ROUTES, '/', '/*'] });

  refuseSecrets(app);

  healthRoutes(app, { db });
  await authRoutes(app, { auth });
  usersRoutes(app, { db });
  companiesRoutes(app, { db, assets });
  membersRoutes(app, { db, access });
  invitationsRoutes(app, { db });
  apiKeysRoutes(app, { db, access });
  assetsRoutes(app, { db });
  pricesRoutes(app, { db });
  setPricesRoutes(app, { db });
  walletsRoutes(app, { db });
  transfersRoutes(app, { db, assets });
  exchangeFileRoutes(app, { db, assets });
  transactionsRoutes(app, { db });
  transactionRulesRoutes(app, { db });
  ruleRunsRoutes(app, { db });
  transactionPostingRoutes(app, { db, assets });
  lotsRoutes(app, { db });
  accountsRoutes(app, { db });
  contactsRoutes(app, { db });
  dimensionsRoutes(app, { db });
  budgetsRoutes(app, { db, assets });
  taxesRoutes(app, { db });
  paymentTermsRoutes(app, { db });
  entriesRoutes(app, { db, posts, assets });
  documentsRoutes(app, { db, posts, assets });
  paymentsRoutes(app, { db, assets });
  settlementsRoutes(app, { db, assets });
  periodsRoutes(app, { db });
  recurringRoutes(app, { db, assets });
  documentSendRoutes(app, { db, mailFrom });
  statementsRoutes(app, { db, mailFrom, renderer: statements });
  remindersRoutes(app, { db, assets, mailFrom });
  mailsRoutes(app, { db, mailFrom });
  fiscalYearsRoutes(app, { db, assets });
  openingBalancesRoutes(app, { db, assets });
  revaluationsRoutes(app, { db, assets });
  approvalsRoutes(app, { db, assets });
  approvalRulesRoutes(app, { db, assets });
  importsRoutes(app, { db });
  reportsRoutes(app, { db, renderer: reports });
  exportsRoutes(app, { db, renderer: reports });
  bankAccountsRoutes(app, { db });
  bankStatementsRoutes(app, { db, assets });
  bankLinesRoutes(app, { db });
  bankSuggestionsRoutes(app, { db, assets });
  bankMatchesRoutes(app, { db, assets });
  bankRulesRoutes(app, { db });
  auditLogRoutes(app, { db });
  eventsRoutes(app, { db });
  webhooksRoutes(app, {
    db,
    seal: createSeal(options.authSecret, SEAL_PURPOSE),
    allowPrivate: options.webhookAllowPrivate,
  });
  eInvoicesRoutes(app, { db, assets });
  verifactuRoutes(app, { db });
  attachmentsRoutes(app, { db, objects: options.objects });
  commentsRoutes(app, { db });
  tagsRoutes(app, { db });
  searchRoutes(app, { db });
  timelineRoutes(app, { db });
  await serveOpenApi(app);
  await serveWeb(app, WEB_FOLDER);

  app.addHook('onClose', () => posts.idle());
  app.addHook('onClose', () => Promise.all([statements.close(), reports.close()]));
  return app;
}
