const token =
  /\s*(?:(@(?:Request|Resource)\[[^\]]+\])|('[^']*')|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|([A-Za-z]+(?::[A-Za-z]+)?)|(&&|\|\||[!(){},]))/iy;

/** Throws an Error at the first character that starts nothing known. */
export function tokenize(text: string): string[] {
  const found: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null)
      throw new Error(`The condition is not understood from '${text.slice(at, at + 20)}' on.`);
    found.push(match[0].trimStart());
  }
  return found;
}
