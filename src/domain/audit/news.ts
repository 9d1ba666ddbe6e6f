import type { Finding } from './finding.ts';

/** The ids of findings that are to be told: those that opened, or came back, and those that are gone. */
export type AuditNews = { opened: string[]; resolved: string[] };

/**
 * What is to be told of an audit: findings that are new or whose exemption is over, and those that are gone. What is
 * exempt was never told, so neither is its end.
 */
export function auditNews(findings: readonly Finding[], previous: readonly Finding[]): AuditNews {
  const exemptBefore = new Set(previous.flatMap(({ id, status }) => (status === 'exempt' ? [id] : [])));
  const opened = findings.filter(
    ({ id, status }) => status === 'new' || (status === 'open' && exemptBefore.has(id)),
  );
  const resolved = findings.filter(({ id, status }) => status === 'resolved' && !exemptBefore.has(id));
  return { opened: opened.map(({ id }) => id), resolved: resolved.map(({ id }) => id) };
}
