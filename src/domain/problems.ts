/**
 * Everything that Mailgrant may say no to: the stable code, the HTTP status of an answer that holds it, and the
 * title. The sentence and the fix are written where the problem is found, with the names it is about.
 */
const kinds = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'not-an-object': { status: 400, title: 'The body is not an object' },
  'unknown-field': { status: 400, title: 'Unknown field' },
  'missing-field': { status: 400, title: 'Missing field' },
  'wrong-type': { status: 400, title: 'Wrong type' },
  'invalid-role': { status: 400, title: 'Unknown role' },
  'invalid-scope': { status: 400, title: 'Unknown scope' },
  'invalid-reason': { status: 400, title: 'Not a usable reason' },
  'malformed-csv': { status: 400, title: 'The CSV can’t be read' },
  'no-rows': { status: 400, title: 'Batch without rows' },
  'too-many-rows': { status: 413, title: 'Batch too long' },
  'duplicate-row': { status: 400, title: 'Row asks for the same as another' },
  'unsupported-media-type': { status: 415, title: 'Media type not supported' },
  'invalid-parameter': { status: 400, title: 'Invalid parameter' },
  'invalid-application': { status: 400, title: 'Not an application reference' },
  'invalid-tag': { status: 400, title: 'Tag not understood' },
  'conflicting-tags': { status: 400, title: 'Tags contradict each other' },
  'invalid-username': { status: 400, title: 'Azure refuses this username' },
  'service-not-allowed': { status: 403, title: 'Mail service not allowed' },
  'service-ambiguous': { status: 400, title: 'Mail service name is ambiguous' },
  'application-not-found': { status: 404, title: 'Application not found' },
  'application-ambiguous': { status: 409, title: 'Display name is ambiguous' },
  'application-of-other-tenant': { status: 409, title: 'Application of another tenant' },
  'no-service-principal': { status: 409, title: 'Application without service principal' },
  'service-principal-disabled': { status: 409, title: 'Service principal disabled' },
  'service-not-found': { status: 404, title: 'Mail service not found' },
  'no-linked-domain': { status: 409, title: 'No linked domain' },
  'no-verified-domain': { status: 409, title: 'No verified domain' },
  'username-domain-not-linked': { status: 409, title: 'Domain of the username not linked' },
  'username-domain-not-verified': { status: 409, title: 'Domain of the username not verified' },
  'username-taken': { status: 409, title: 'Username taken' },
  'username-exists': { status: 409, title: 'The application has another username' },
  'username-refused': { status: 409, title: 'SMTP username refused' },
  'role-not-found': { status: 404, title: 'Role not found' },
  'role-ambiguous': { status: 409, title: 'Role name is ambiguous' },
  'role-hands-out-roles': { status: 403, title: 'Role can hand out roles' },
  'role-has-condition': { status: 403, title: 'Role with a condition' },
  'role-missing': { status: 409, title: 'SMTP sender role missing' },
  'role-drifted': { status: 409, title: 'SMTP sender role drifted' },
  'role-in-use': { status: 409, title: 'Role in use' },
  'role-name-taken': { status: 409, title: 'Role name taken' },
  'role-not-replicated': { status: 503, title: 'Role not replicated' },
  'assignment-name-taken': { status: 409, title: 'Role assignment name taken' },
  'assignment-exists': { status: 409, title: 'Role assignment exists' },
  'assignment-not-seen': { status: 503, title: 'Role assignment not seen' },
  'principal-not-found': { status: 503, title: 'Service principal not replicated' },
  'scope-locked': { status: 409, title: 'Scope locked' },
  'limit-reached': { status: 409, title: 'Limit of Azure reached' },
  'not-authorized': { status: 502, title: 'Mailgrant is not authorized in Azure' },
  'azure-throttled': { status: 503, title: 'Azure throttles' },
  'azure-unavailable': { status: 503, title: 'Azure does not answer' },
  'azure-conflict': { status: 409, title: 'Conflict in Azure' },
  'azure-refused': { status: 502, title: 'Azure refused' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'app-role-missing': { status: 403, title: 'App role missing' },
  'own-request': { status: 403, title: 'Own request' },
  'policy-refused': { status: 403, title: 'Refused by policy' },
  'approval-rejected': { status: 403, title: 'Rejected' },
  'approval-timed-out': { status: 409, title: 'Nobody decided in time' },
  'request-withdrawn': { status: 409, title: 'Request withdrawn' },
  'no-decision-awaited': { status: 409, title: 'No decision awaited' },
  'operation-not-found': { status: 404, title: 'Operation not found' },
  'operation-terminated': { status: 409, title: 'Operation terminated' },
  'grant-not-found': { status: 404, title: 'Nothing granted' },
  'audit-not-found': { status: 404, title: 'Audit not found' },
  'audit-running': { status: 409, title: 'Audit is running' },
  'audit-failed': { status: 409, title: 'Audit failed' },
  'not-acceptable': { status: 406, title: 'No such form of a report' },
  'finding-not-found': { status: 404, title: 'Finding not found' },
  'finding-closed': { status: 409, title: 'Finding closed' },
  'finding-not-fixable': { status: 409, title: 'Finding is for a person' },
  'finding-changed': { status: 409, title: 'Finding has changed' },
  'mail-would-stop': { status: 409, title: 'Mail would stop' },
  'operation-running': { status: 409, title: 'Another operation is running' },
  'internal-error': { status: 500, title: 'Internal error' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof kinds;

/** One thing that is wrong: what, with the names it is about, and what to do about it. */
export type Problem = {
  code: ProblemCode;
  /** A sentence. */
  message: string;
  /** What mends it, as an order to the reader. */
  fix: string;
  /** The field of the request that it is about. */
  field?: string;
  /** The row of a batch that it is about: the item's number from 1, or the row as a spreadsheet numbers it. */
  row?: number;
};

export const problemCodes = Object.keys(kinds) as ProblemCode[];

export function statusOf(code: ProblemCode): number {
  return kinds[code].status;
}

export function titleOf(code: ProblemCode): string {
  return kinds[code].title;
}

/** The HTTP status for several problems in one answer: theirs if they agree, else that of a bad request. */
export function statusOfAll(problems: readonly Problem[]): number {
  const statuses = new Set(problems.map((problem) => statusOf(problem.code)));
  const [only] = statuses;
  return statuses.size === 1 && only !== undefined ? only : 400;
}
