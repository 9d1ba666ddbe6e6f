type Part = { headers: Map<string, string>; body: Buffer };

/** Subject and plain text of a message: what a person wants to see of it. */
export function readMessage(raw: Buffer): { subject: string; text: string } {
  // Some clients send bare line feeds.
  const lines = raw.toString('latin1').replace(/\r?\n/g, '\r\n');
  const whole = splitPart(Buffer.from(lines, 'latin1'));
  const subject = decodeWords(whole.headers.get('subject') ?? '');
  return { subject, text: (findText(whole) ?? '').replaceAll('\r\n', '\n').trimEnd() };
}

function splitPart(raw: Buffer): Part {
  const text = raw.toString('latin1');
  const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const body = end < 0 ? Buffer.alloc(0) : raw.subarray(end + (end === 0 ? 2 : 4));
  const headers = new Map<string, string>();
  // A line that starts with white space continues the one before.
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body };
}

/** The first plain text in the message, depth first; undefined if there is none. */
function findText(part: Part): string | undefined {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (!/^multipart\//i.test(type) || boundary === undefined)
    return /^text\/plain/i.test(type) ? decodeBody(part) : undefined;
  const pieces = part.body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  for (const piece of pieces) {
    const text = findText(splitPart(Buffer.from(piece.replace(/^\r\n/, ''), 'latin1')));
    if (text !== undefined) return text;
  }
  return undefined;
}

function decodeBody({ headers, body }: Part): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64').toString();
  if (encoding !== 'quoted-printable') return body.toString();
  return unquote(body.toString('latin1').replace(/=\r\n/g, ''));
}

/** RFC 2047: `=?utf-8?Q?…?=` and `=?utf-8?B?…?=`. White space between two encoded words is not part of the text. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?[^?]+\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : unquote(word.replaceAll('_', ' ')),
    );
}

function unquote(text: string): string {
  const bytes = text.replace(/=([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
