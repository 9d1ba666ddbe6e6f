const compiled = new Map<string, readonly string[]>();
// Every role definition of a large tenant fits; a stream of made-up patterns cannot fill the memory.
const mostCompiled = 20_000;

// Does an action pattern of a role, such as `Microsoft.Communication/*` or `*/read`, cover one action?
// Case does not matter, and `*` stands for any run of characters, `/` included, as often as it appears.
export function covers(pattern: string, action: string): boolean {
  const [head = '', ...rest] = literalParts(pattern);
  const text = action.toLowerCase();
  const tail = rest.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head) || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let from = head.length;
  // The leftmost place for each part leaves the most room for those that follow.
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= end;
}

/** What stands between the stars, in lower case. */
function literalParts(pattern: string): readonly string[] {
  let parts = compiled.get(pattern);
  if (parts === undefined) {
    if (compiled.size >= mostCompiled) compiled.clear();
    parts = pattern.toLowerCase().split('*');
    compiled.set(pattern, parts);
  }
  return parts;
}
