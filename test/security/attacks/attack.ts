/** Something that is tried, and what Azure says to it: the status, the code, and words of its sentence. */
export type Attack = {
  name: string;
  call: string;
  body?: unknown;
  refused: string;
  says: string;
};

/** No role grants it. */
export const lacks = (action: string, over: string) => ({
  refused: '403 AuthorizationFailed',
  says: `does not have authorization to perform action '${action}' over scope '${over}' or the scope is invalid.`,
});
/** A role grants it, on a condition that is not fulfilled. */
export const unmet = (action: string, over: string) => ({
  refused: '403 AuthorizationFailed',
  says: `does not have authorization or an ABAC condition not fulfilled to perform action '${action}' over scope '${over}' or the scope is invalid.`,
});
