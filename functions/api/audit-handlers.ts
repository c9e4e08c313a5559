import { auditCsv } from '#audit-report/csv.ts';
import { auditHtml } from '#audit-report/html.ts';
import { auditText } from '#audit-report/text.ts';
import { auditView, findingsView, reportView, rulesView, waiverView } from '#contracts/api/audit-views.ts';
import {
  type AuditContext,
  findRule,
  placeWaiver,
  readReport,
  readSnapshot,
  removeWaiver,
  requestAudit,
} from '#control/operator/audits.ts';
import { findPair } from '#control/operator/context.ts';
import type { AuditReport } from '#domain/audit/report.ts';
import { type ApiReply, accepted, created, ok } from '#functions/api/reply.ts';
import { pairIdOf, type RouteHandlers, waiverIdOf } from '#functions/api/request.ts';

type AuditHandlers = Pick<
  RouteHandlers,
  | 'getAudit'
  | 'runAudit'
  | 'listFindings'
  | 'listRules'
  | 'getReport'
  | 'getSnapshot'
  | 'listWaivers'
  | 'placeWaiver'
  | 'removeWaiver'
>;

const FILES = {
  json: (report: AuditReport): ApiReply => ok(reportView(report)),
  csv: (report: AuditReport): ApiReply => ({
    ...ok(undefined),
    text: auditCsv(report),
    textType: 'text/csv; charset=utf-8',
  }),
  html: (report: AuditReport): ApiReply => ({
    ...ok(undefined),
    text: auditHtml(report),
    textType: 'text/html; charset=utf-8',
  }),
};

/** By its day, so that one file does not take the place of another. */
const asFile = (reply: ApiReply, { region, at }: AuditReport, format: keyof typeof FILES): ApiReply => {
  const name = `audit-${region}-${new Date(at).toISOString().slice(0, 10)}.${format}`;
  return { ...reply, headers: { 'content-disposition': `attachment; filename="${name}"` } };
};

/** What concerns compliance audits. */
export const makeAuditHandlers = (context: AuditContext): AuditHandlers => {
  const { rules, audits, hands } = context;
  return {
    getAudit: async ({ wantsText }) => {
      const { report, damaged } = await readReport(context);
      const reply = ok(auditView(report, damaged));
      return wantsText ? { ...reply, text: auditText(report) } : reply;
    },
    runAudit: async ({ by, body, intentId: requestId }) => {
      const pairs = await requestAudit(context, { requestId, by, ...body });
      return accepted({ requestId, pairs: [...pairs] });
    },
    listFindings: async ({ query }) => {
      if (query.rule !== undefined) findRule(context, query.rule);
      if (query.pair !== undefined) await findPair(context, query.pair);
      return ok(findingsView((await readReport(context)).report, query));
    },
    listRules: async () => ok(rulesView(rules)),
    getReport: async ({ query: { format } }) => {
      const { report } = await readReport(context);
      return asFile(FILES[format](report), report, format);
    },
    getSnapshot: async (request) => {
      const { json } = await readSnapshot(context, pairIdOf(request));
      return { ...ok(undefined), text: json, textType: 'application/json' };
    },
    listWaivers: async () => {
      const { waivers } = await audits.readAudits();
      const now = hands.clock.now();
      return ok({ waivers: waivers.map((waiver) => waiverView(waiver, now)) });
    },
    placeWaiver: async ({ by, body, intentId: id }) => {
      const { rule: ruleId, pair, subject, owner, why, until } = body;
      const waiver = await placeWaiver(context, {
        id,
        by,
        ruleId,
        owner,
        why,
        expiresAt: Date.parse(until),
        ...(pair === undefined ? {} : { pairId: pair }),
        ...(subject === undefined ? {} : { subject }),
      });
      return created(waiverView(waiver, waiver.at));
    },
    removeWaiver: async (request) => {
      const waiverId = waiverIdOf(request);
      await removeWaiver(context, waiverId);
      return ok({ waiverId, removed: true });
    },
  };
};
