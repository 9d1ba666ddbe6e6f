import * as z from 'zod';
import { sameId, parseCommunicationServiceId } from './resourceId.ts';
import type { Problem } from './problems.ts';
import type { RoleChoice, ScopeChoice } from './roleChoice.ts';
import { usernameProblem } from './username.ts';

/** A request for a grant, read and checked as far as one can without asking Azure. */
export type GrantRequest = {
  /** An appId, an application object id, a service principal object id or an exact display name. */
  application: string;
  /** The ARM id of the mail service: one of those that are allowed. */
  serviceId: string;
  /** The login asked for; generated if absent. */
  username?: string;
  role: RoleChoice;
  scope: ScopeChoice;
};

type Services = readonly [string, ...string[]];

/**
 * Reads a request from outside. `services` are the ARM ids that are allowed, the default first.
 * Gives the request, or every problem it has.
 */
export function parseGrantRequest(input: unknown, services: Services): GrantRequest | Problem[] {
  const parsed = schemaFor(services).safeParse(input, { reportInput: true });
  if (!parsed.success) return parsed.error.issues.flatMap(toProblems);
  const { application, communicationService: serviceId, username, role, scope } = parsed.data;
  return { application, serviceId, role, scope, ...(username === undefined ? {} : { username }) };
}

type Schema = ReturnType<typeof newSchema>;
const schemas = new WeakMap<Services, Schema>();

/** Making a schema takes longer than reading a request, and a batch has thousands. */
function schemaFor(services: Services): Schema {
  const schema = schemas.get(services) ?? newSchema(services);
  schemas.set(services, schema);
  return schema;
}

function newSchema(services: Services) {
  const choice = z.union([z.string(), z.strictObject({ cloneOf: z.string() })]);
  return z.strictObject({
    application: z.string().transform(by(parseApplicationReference)),
    communicationService: z
      .string()
      .optional()
      .transform(by((asked) => findService(asked, services))),
    username: z
      .string()
      .transform(by((username) => usernameProblem(username) ?? username))
      .optional(),
    role: choice.optional().transform(by(parseRole)),
    scope: z.string().optional().transform(by(parseScope)),
  });
}

/** Makes a reader that gives a value or a problem into a step of a schema, which goes on to find all problems. */
function by<In, Out>(read: (value: In) => Out | Problem) {
  return (value: In, context: z.RefinementCtx): Out => {
    const result = read(value);
    if (!isProblem(result)) return result;
    context.addIssue({ code: 'custom', message: result.message, params: { problem: result } });
    return z.NEVER;
  };
}

/** Whether two requests for the same application and mail service ask for the same. */
export function sameGrant(one: GrantRequest | undefined, other: GrantRequest): boolean {
  const wish = ({ role, scope, username }: GrantRequest) =>
    JSON.stringify([role, scope, username?.toLowerCase()]);
  return one !== undefined && wish(one) === wish(other);
}

// As Microsoft Graph and Azure RBAC have them.
const longestDisplayName = 256;
const longestRoleName = 512;

/** The reference without surrounding blanks, or what is wrong with it. */
export function parseApplicationReference(text: string): string | Problem {
  const reference = text.trim();
  if (reference !== '' && reference.length <= longestDisplayName && isPlainText(reference)) return reference;
  return {
    code: 'invalid-application',
    field: 'application',
    message: reference === '' ? 'The application is empty.' : 'The application is no id and no display name.',
    fix: `Give an application (client) id, an object id or an exact display name of at most ${longestDisplayName} characters.`,
  };
}

/** Control characters are in no name, but would forge lines in a log; half a character makes no URL. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** The allowed mail service of this ARM id or name; the default one if nothing is asked for. */
export function findService(asked: string | undefined, services: Services): string | Problem {
  if (asked === undefined) return services[0];
  const found = services.filter(
    (id) => sameId(id, asked) || parseCommunicationServiceId(id)?.name.toLowerCase() === asked.toLowerCase(),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) {
    return {
      code: 'service-ambiguous',
      field: 'communicationService',
      message: `${found.length} allowed mail services are named '${asked}'.`,
      fix: 'Give the ARM id of the Communication Services resource instead of its name.',
    };
  }
  return {
    code: 'service-not-allowed',
    field: 'communicationService',
    message: `The mail service '${asked}' is not among those that Mailgrant may grant for.`,
    fix: 'Leave it out for the default one, or have the resource added to MAILGRANT_COMMUNICATION_SERVICES.',
  };
}

function parseRole(role: string | { cloneOf: string } | undefined): RoleChoice | Problem {
  if (role === undefined || role === 'least-privilege') return { kind: 'least-privilege' };
  if (role === 'owner') return { kind: 'owner' };
  const cloneOf = typeof role === 'object' ? role.cloneOf.trim() : undefined;
  if (cloneOf !== undefined && cloneOf !== '' && cloneOf.length <= longestRoleName && isPlainText(cloneOf))
    return { kind: 'clone', of: cloneOf };
  return {
    code: 'invalid-role',
    field: 'role',
    message:
      typeof role === 'string'
        ? `There is no role '${role}' to ask for.`
        : `The role to clone ${cloneOf === '' ? 'is empty' : 'is no GUID and no name of a role'}.`,
    fix: `Give "least-privilege", "owner", or {"cloneOf": "name or GUID of a role"}.`,
  };
}

function parseScope(scope: string | undefined): ScopeChoice | Problem {
  if (scope === undefined) return 'resource';
  if (scope === 'resource' || scope === 'resourceGroup' || scope === 'subscription') return scope;
  return {
    code: 'invalid-scope',
    field: 'scope',
    message: `There is no scope '${scope}' to ask for.`,
    fix: 'Give "resource", "resourceGroup" or "subscription".',
  };
}

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'custom') return [issue.params?.problem as Problem];
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'unknown-field',
      field: [...issue.path, key].join('.'),
      message: `There is no field '${[...issue.path, key].join('.')}'.`,
      fix: 'Known fields are application, communicationService, username, role and scope.',
    }));
  }
  if (issue.path.length === 0) {
    return [
      {
        code: 'not-an-object',
        message: 'The body is not a JSON object.',
        fix: 'Send an object such as {"application": "Payroll Reports"}.',
      },
    ];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [
      {
        code: 'missing-field',
        field,
        message: `The field '${field}' is missing.`,
        fix: 'Say which application: by its client id, an object id or its exact display name.',
      },
    ];
  }
  return [
    {
      code: 'wrong-type',
      field,
      message: `The field '${field}' has the wrong type.`,
      fix: field === 'role' ? 'Give a string, or {"cloneOf": "…"}.' : 'Give a string.',
    },
  ];
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'fix' in value;
}
